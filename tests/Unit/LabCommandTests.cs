using Migconf.Implementations.Qemu;
using Migconf.Reports;
using Migconf.Tests.Live;
using Xunit;

namespace Migconf.Tests.Unit;

/// <summary>Command lines that are printed to be repeated, and the order of releases.</summary>
public sealed class LabCommandTests
{
    [Theory]
    [InlineData("-L /usr/share", "-L", "/usr/share")]
    [InlineData("-name 'a b'", "-name", "a b")]
    [InlineData(@"'it'\''s' ''", "it's", "")]
    [InlineData("a,b=c:d@e%f+g '$DIR' '*'", "a,b=c:d@e%f+g", "$DIR", "*")]
    public void Words_are_quoted_where_a_shell_would_change_them(string line, params string[] words) => Assert.Equal(line, ShellWords.Join(words));

    [Fact]
    public void A_release_of_the_lab_is_listed_with_a_line_that_runs_it()
    {
        var binary = Samples.Real("10.0");
        var run = ToolRun.Of("lab", "list");
        Assert.Equal(ExitCodes.Conforms, run.Code);
        Assert.Contains($"qemu-10.0   {binary.Version}", run.Output, StringComparison.Ordinal);
        Assert.Contains($"  run by hand: {ShellWords.Join(binary.Command)}\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_QEMU_refuses_at_its_start_comes_with_the_line_to_run_by_hand()
    {
        Samples.Real("10.0");
        using var file = new TemporaryFile("stream", "");
        var run = ToolRun.Of("stream", "capture", file.Path, "--qemu", "qemu-10.0", "--", "-machine", "none-such");
        Assert.Equal(ExitCodes.Inconclusive, run.Code);
        Assert.Matches("(?s)^MIG-ENV-009: .*none-such.*\nRemedy: run it by hand: env .*qemu-system-x86_64 .* -machine none-such\n", run.Errors);
    }

    [Theory]
    [InlineData("10.0,7.2", "--releases 7.2,10.0")]
    [InlineData("10.0", "--releases 10.0,11.1")]
    public void The_older_release_comes_first(string releases, string remedy)
    {
        Samples.Real("10.0");
        Samples.Real("7.2");
        var run = ToolRun.Of("stream", "matrix", "--releases", releases);
        Assert.Equal(ExitCodes.Usage, run.Code);
        Assert.Contains($"Remedy: {remedy}", run.Errors, StringComparison.Ordinal);
    }
}
