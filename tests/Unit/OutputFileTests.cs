using System.CommandLine;
using Migconf.Cli;
using Migconf.Reports;
using Xunit;

namespace Migconf.Tests.Unit;

/// <summary>A report that could not be written is refused before the work, not after it.</summary>
public sealed class OutputFileTests
{
    private const string Reference = "--source reference-10.0 --destination reference-10.0 --filter cancel/twice";

    /// <summary>Every command that writes a report or a stream. OUT stands for the file.</summary>
    private static readonly string[] Lines =
    [
        "run --filter none-such --json OUT", "run --filter none-such --junit OUT", $"check {Reference} --json OUT", $"check {Reference} --junit OUT", $"check {Reference} --record OUT",
        "replay cancel/twice --json OUT", "replay cancel/twice --junit OUT", "judge none-such --json OUT", "judge none-such --junit OUT", "device check timer --json OUT", "device check timer --junit OUT",
        "serve --incoming tcp:127.0.0.1:0 --json OUT", "stream load none-such --json OUT", "stream matrix --json OUT", "stream matrix --output OUT",
        "stream agree --output OUT", "stream hop --from 9.9 --to 9.9 --json OUT", "stream capture OUT --qemu qemu-9.9", "stream convert FILE --out OUT",
    ];

    public static TheoryData<string> All => [.. Lines];

    [Theory]
    [MemberData(nameof(All))]
    public void A_file_that_cannot_be_written_ends_the_command_before_it_works(string line)
    {
        using var file = new TemporaryFile("file", "");
        var run = Run(line, file, Path.Combine(file.Path, "report"));
        Assert.True(run.Code == ExitCodes.Usage, $"exit code {run.Code}: {run.Errors}");
        Assert.StartsWith("MIG-USAGE-007: ", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void Every_option_that_names_one_is_asked_for()
    {
        var options = Leaves("", CommandTable.Fill(new RootCommand(), Commands.Table, []))
            .SelectMany(leaf => leaf.Command.Options.OfType<OutputFile>().Select(option => (leaf.Path, option.Name))).ToList();
        Assert.NotEmpty(options);
        Assert.All(options, one => Assert.Contains(
            Lines, line => line.StartsWith($"{one.Path} ", StringComparison.Ordinal) && line.Contains($"{one.Name} OUT", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_folder_that_lacks_is_made()
    {
        using var file = new TemporaryFile("file", "");
        var report = Path.Combine(file.Folder, "a", "b", "report");
        Assert.Equal(ExitCodes.Conforms, Run($"check {Reference} --json OUT", file, report).Code);
        Assert.NotEqual(0, new FileInfo(report).Length);
    }

    [Fact]
    public void To_look_changes_no_file()
    {
        using var file = new TemporaryFile("file", "before");
        var other = Path.Combine(file.Folder, "other");
        OutputFile.Prepare(file.Path);
        OutputFile.Prepare(other);
        Assert.Equal("before", File.ReadAllText(file.Path));
        Assert.False(File.Exists(other));
    }

    [Fact]
    public void A_folder_and_a_file_that_is_read_only_cannot_be_written()
    {
        using var file = new TemporaryFile("file", "");
        File.SetAttributes(file.Path, FileAttributes.ReadOnly);
        Assert.Throws<ToolException>(() => OutputFile.Prepare(file.Path));
        Assert.Throws<ToolException>(() => OutputFile.Prepare(file.Folder));
        Assert.Throws<ToolException>(() => OutputFile.Prepare(""));
    }

    private static ToolRun Run(string line, TemporaryFile file, string output) =>
        ToolRun.Of([.. line.Split(' ').Select(word => word switch { "FILE" => file.Path, "OUT" => output, _ => word })]);

    private static IEnumerable<(string Path, Command Command)> Leaves(string path, Command command) => command.Subcommands.Count == 0
        ? [(path, command)]
        : command.Subcommands.SelectMany(one => Leaves(path.Length == 0 ? one.Name : $"{path} {one.Name}", one));
}
