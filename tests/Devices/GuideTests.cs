using System.Text.RegularExpressions;
using Migconf.Reports;
using Xunit;

namespace Migconf.Tests.Devices;

/// <summary>The guide to history files: its example is checked as it says, and its mistake is shown as it says.</summary>
public sealed partial class GuideTests
{
    private const string Guide = "docs/device-histories.md";

    private static string Block(string kind) =>
        Blocks().Matches(File.ReadAllText(Repository.Path(Guide))).First(one => one.Groups["kind"].Value == kind).Groups["text"].Value;

    private static ToolRun Check(string text)
    {
        using var file = new TemporaryFile("blinker.yaml", text);
        return ToolRun.Of("device", "check", file.Path);
    }

    [Fact]
    public void The_example_is_clean_and_ends_as_the_guide_says()
    {
        var run = Check(Block("yaml"));
        Assert.Equal(ExitCodes.Conforms, run.Code);
        Assert.Contains($"ends with `{run.Output.TrimEnd('\n')}`", File.ReadAllText(Repository.Path(Guide)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_mistake_is_shown_as_the_guide_shows_it()
    {
        var yaml = Block("yaml");
        var fields = yaml[(yaml.IndexOf("&fields\n", StringComparison.Ordinal) + 8)..yaml.IndexOf("  - release: \"11.1\"", StringComparison.Ordinal)];
        var mistake = yaml[..yaml.IndexOf("    properties:", StringComparison.Ordinal)]
            + $"    state:\n      name: blinker\n      version: 2\n      minimum-version: 1\n      fields:\n{fields}        - {{ name: colour, type: u32 }}\n";
        Assert.Contains(Block(""), Check(mistake).Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^```(?<kind>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
