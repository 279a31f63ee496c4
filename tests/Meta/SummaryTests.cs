using System.Text.RegularExpressions;
using Xunit;

namespace Migconf.Tests.Meta;

/// <summary>The rooms that others read as a specification or a library say what each of their types is.</summary>
public sealed partial class SummaryTests
{
    /// <summary>Not documented yet; take a type out when it is.</summary>
    private static readonly string[] Bare =
    [
        "exploration/Operation.cs: Awaiter",
        "exploration/Outcome.cs: Outcome",
        "exploration/Routine.cs: Awaiter",
        "reference-engine/Network/Message.cs: MessageKind",
        "reference-engine/Release.cs: Releases",
        "reference-engine/Vocabulary/MigrationStatus.cs: MigrationStatuses",
        "reference-engine/Vocabulary/RunState.cs: RunStates",
        "reference-engine/Vocabulary/Side.cs: Sides",
    ];

    private static IEnumerable<(string Name, string Text)> Sources(string room) =>
        Repository.Files(".cs").Where(file => file.Name.StartsWith($"{room}/", StringComparison.Ordinal));

    private static List<string> Undocumented(string text)
    {
        var lines = text.Split('\n');
        var found = new List<string>();
        for (var at = 0; at < lines.Length; at++)
        {
            var above = at - 1;
            while (above >= 0 && lines[above].TrimStart().StartsWith('['))
            {
                above--;
            }

            if (PublicType().Match(lines[at]) is { Success: true } type && (above < 0 || !lines[above].TrimStart().StartsWith("///", StringComparison.Ordinal)))
            {
                found.Add(type.Groups["name"].Value);
            }
        }

        return found;
    }

    [Theory]
    [InlineData("/// <summary>A.</summary>\npublic sealed class A", 0)]
    [InlineData("/// <summary>A.</summary>\n[Obsolete]\npublic readonly record struct A(int B)", 0)]
    [InlineData("\npublic static class A", 1)]
    [InlineData("[Obsolete]\npublic enum A", 1)]
    [InlineData("internal class A", 0)]
    public void A_type_without_summary_is_told_from_one_with(string text, int count) => Assert.Equal(count, Undocumented(text).Count);

    [Theory]
    [InlineData("exploration")]
    [InlineData("reference-engine")]
    [InlineData("streams")]
    [InlineData("devices")]
    [InlineData("wire")]
    public void Every_public_type_has_a_summary(string room)
    {
        Assert.NotEmpty(Sources(room));
        Assert.Empty(Sources(room).SelectMany(file => Undocumented(file.Text).Select(type => $"{file.Name}: {type}")).Except(Bare));
    }

    [GeneratedRegex(@"^\s*public (?:(?:static|sealed|abstract|readonly|partial|ref) )*(?:class|record struct|record|struct|enum|interface|delegate) (?<name>\w+)")]
    private static partial Regex PublicType();
}
