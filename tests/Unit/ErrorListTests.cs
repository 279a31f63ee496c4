using System.Text.RegularExpressions;
using Xunit;

namespace Migconf.Tests.Unit;

public sealed partial class ErrorListTests
{
    [Fact]
    public void Every_error_id_of_the_benches_and_the_command_line_is_listed_and_none_else()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Conformance.sln")))
        {
            root = root.Parent;
        }

        Assert.SkipWhen(root is null, "the sources are not here");
        var used = new[] { "implementations", "migconf" }
            .SelectMany(room => Directory.GetFiles(Path.Combine(root.FullName, room), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Ids(File.ReadAllText(file)));
        var listed = Ids(File.ReadAllText(Path.Combine(root.FullName, "implementations", "ERRORS.md")));
        Assert.Equal(used.Distinct().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Ids(string text) => Id().Matches(text).Select(match => match.Value);

    [GeneratedRegex("MIG-[A-Z]+-[0-9]+")]
    private static partial Regex Id();
}
