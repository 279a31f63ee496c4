using System.Text.RegularExpressions;
using Xunit;

namespace Migconf.Tests.Meta;

/// <summary>What holds of every file of the repository.</summary>
public sealed partial class TidyTests
{
    private const int LongestFile = 400;

    private static readonly string[] Texts =
        [".cs", ".csproj", ".props", ".json", ".yaml", ".yml", ".md", ".ps1", ".sln", ".editorconfig", ".gitignore", ""];

    private static IEnumerable<(string Place, string Text)> Lines(params string[] extensions) => Repository.Files(extensions)
        .SelectMany(file => file.Text.Split('\n').Select((line, index) => ($"{file.Name}:{index + 1}", line)));

    private static void None(IEnumerable<(string Place, string Text)> lines, Func<string, bool> isBad) =>
        Assert.Empty(lines.Where(line => isBad(line.Text)).Select(line => $"{line.Place}: {line.Text.Trim()}"));

    [Fact]
    public void The_tree_is_found() => Assert.True(Repository.Files(".cs").Count() > 80);

    [Fact]
    public void No_line_ends_in_white_space() => None(Lines(Texts), line => line.Length > 0 && char.IsWhiteSpace(line[^1]));

    [Fact]
    public void No_source_file_holds_a_tab() => None(Lines(".cs"), line => line.Contains('\t', StringComparison.Ordinal));

    [Fact]
    public void Every_file_ends_with_one_line_end() => Assert.Empty(
        Repository.Files(".cs", ".md", ".yaml", ".json").Where(file => !file.Text.EndsWith('\n') || file.Text.EndsWith("\n\n", StringComparison.Ordinal))
            .Select(file => file.Name));

    [Theory]
    [InlineData("see /wo" + "rk/main/x", true)]
    [InlineData("/tm" + "p/jane/x", true)]
    [InlineData("/ho" + "me/jane", true)]
    [InlineData("in /tm" + "p and elsewhere", false)]
    [InlineData("out/work.json", false)]
    public void A_path_of_one_machine_is_told_from_other_words(string text, bool isPath) => Assert.Equal(isPath, MachinePath().IsMatch(text));

    [Fact]
    public void No_file_names_a_path_of_one_machine() => None(Lines(Texts), line => MachinePath().IsMatch(line));

    [Theory]
    [InlineData("// TO" + "DO later", true)]
    [InlineData("FIX" + "ME", true)]
    [InlineData("a HA" + "CK.", true)]
    [InlineData("TODOS", false)]
    public void A_leftover_note_is_told_from_other_words(string text, bool isNote) => Assert.Equal(isNote, Leftover().IsMatch(text));

    [Fact]
    public void No_file_holds_a_leftover_note() => None(Lines(Texts), line => Leftover().IsMatch(line));

    [Fact]
    public void Every_skipped_test_has_a_link() =>
        None(Lines(".cs"), line => Skipped().IsMatch(line) && !line.Contains("https://", StringComparison.Ordinal));

    [Fact]
    public void No_source_file_is_too_long() => Assert.All(
        Repository.Files(".cs"), file => Assert.True(file.Text.Count(letter => letter == '\n') <= LongestFile, file.Name));

    [GeneratedRegex(@"(?<![\w.])/(work/\w|tmp/\w|home/\w|root/\w|Users/\w)")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HA[C]K)\b")]
    private static partial Regex Leftover();

    [GeneratedRegex(@"\bSkip\s*=\s*""")]
    private static partial Regex Skipped();
}
