using System.CommandLine;
using Migconf.Cli;
using Migconf.Reports;
using Migconf.Tests.Streams;
using Xunit;

namespace Migconf.Tests.Unit;

/// <summary>All commands end with the same code for the same fault: what the command line names and is not there is 1, whichever command it is.</summary>
public sealed class ExitCodeTests
{
    private const string Reference = "--source reference-10.0 --destination reference-10.0";

    /// <summary>Each argument or option that names something which may not be there, in a command line where that alone is wrong. FILE and OUT
    /// stand for a stream and for a file to be written.</summary>
    private static readonly Dictionary<string, string> Lines = new(StringComparer.Ordinal)
    {
        ["explore --defect"] = "explore --filter none-such --defect none-such",
        ["explore --release"] = "explore --filter none-such --release 9.9",
        ["check --source"] = "check --source reference-9.9 --destination reference-10.0",
        ["check --destination"] = "check --source reference-10.0 --destination reference-9.9",
        ["check --scenarios"] = $"check {Reference} --scenarios no-such-file",
        ["replay SCENARIO"] = $"replay no-such-scenario {Reference}",
        ["replay --source"] = "replay cancel/twice --source reference-9.9 --destination reference-10.0",
        ["replay --destination"] = "replay cancel/twice --source reference-10.0 --destination reference-9.9",
        ["replay --schedule"] = "replay cancel/twice --schedule no-such-file",
        ["replay --defect"] = "replay cancel/twice --schedule FILE --defect none-such",
        ["judge RECORDING"] = "judge no-such-file",
        ["lab install RELEASE"] = "lab install 9.9",
        ["options --check"] = "options --check qemu-9.9",
        ["stream describe FILE"] = "stream describe no-such-file",
        ["stream describe --description"] = "stream describe FILE --description no-such-file",
        ["stream verify FILE"] = "stream verify no-such-file",
        ["stream verify --description"] = "stream verify FILE --description no-such-file",
        ["stream verify --receiver"] = "stream verify FILE --receiver 9.9",
        ["stream diff SOURCE"] = "stream diff no-such-file FILE",
        ["stream diff DESTINATION"] = "stream diff FILE no-such-file",
        ["stream diff --description"] = "stream diff FILE FILE --description no-such-file",
        ["stream ram FILE"] = "stream ram no-such-file --out OUT",
        ["stream ram --channel"] = "stream ram FILE --out OUT --channel no-such-file",
        ["stream ram --description"] = "stream ram FILE --out OUT --description no-such-file",
        ["stream convert FILE"] = "stream convert no-such-file --out OUT",
        ["stream convert --channel"] = "stream convert FILE --out OUT --channel no-such-file",
        ["stream convert --description"] = "stream convert FILE --out OUT --description no-such-file",
        ["stream convert --to-release"] = "stream convert FILE --out OUT --to-release 9.9",
        ["stream capture --qemu"] = "stream capture OUT --qemu qemu-9.9",
        ["stream load FILE"] = "stream load no-such-file --qemu sh",
        ["stream load --qemu"] = "stream load FILE --qemu qemu-9.9",
        ["stream compare DUMP-A"] = "stream compare no-such-file no-such-file",
        ["stream compare DUMP-B"] = "stream compare no-such-file no-such-file",
        ["stream matrix --releases"] = "stream matrix --releases 9.9,10.0",
        ["stream agree FILE"] = "stream agree no-such-file --into sh",
        ["stream agree --into"] = "stream agree --into 9.9",
        ["stream hop --from"] = "stream hop --from 9.9 --to 9.9",
        ["stream hop --to"] = "stream hop --from 9.9 --to 9.9",
        ["device show NAME"] = "device show none-such",
        ["device show --release"] = "device show timer --release none-such",
        ["device matrix NAME"] = "device matrix none-such",
        ["device check HISTORY"] = "device check none-such",
        ["device compare DUMP-A"] = "device compare no-such-file no-such-file",
        ["device compare DUMP-B"] = "device compare no-such-file no-such-file",
        ["explain ID"] = "explain none-such",
        ["schema FORMAT"] = "schema none-such",
    };

    /// <summary>What names nothing that has to be there: switches, numbers, texts that select, files that are written, addresses.</summary>
    private static readonly HashSet<string> Free = new(StringComparer.Ordinal)
    {
        "--accel", "--all", "--as", "--bandwidth", "--bytes", "--capability", "--channels", "--compression", "--count", "--deep", "--delays", "--device", "--direct",
        "--endings", "--every", "--fault", "--filter", "--first", "--forecast", "--forward", "--forward-channels", "--forward-multifd", "--forward-no-return-path", "--forward-only",
        "--forward-postcopy", "--frame", "--generated", "--github", "--incoming", "--json", "--junit", "--limit", "--machine", "--most-memory", "--multifd",
        "--no-return-path", "--out", "--output", "--pages", "--patience", "--postcopy", "--preempt", "--preemptions", "--record", "--recover", "--repeat", "--requests",
        "--section", "--seed", "--switchover-ack", "--tampered", "--uuid", "--values", "--walks", "--ways", "--workers", "--yaml", "OPTIONS", "capture FILE",
    };

    public static TheoryData<string> Named => [.. Lines.Keys];

    public static TheoryData<string> Leaves => [.. All().Select(leaf => leaf.Path)];

    [Theory]
    [MemberData(nameof(Named))]
    public void What_is_named_and_not_there_is_a_fault_of_the_command_line(string symbol)
    {
        using var file = new TemporaryFile("stream.mig", "");
        File.WriteAllBytes(file.Path, StreamSamples.Read("precopy-11.1.mig"));
        var words = Lines[symbol].Split(' ').Select(word => word switch { "FILE" => file.Path, "OUT" => Path.Combine(file.Folder, "out"), _ => word });
        Is(ExitCodes.Usage, ToolRun.Of([.. words]));
    }

    [Theory]
    [MemberData(nameof(Leaves))]
    public void An_option_that_is_none_is_one_as_well(string leaf) => Is(ExitCodes.Usage, ToolRun.Of([.. leaf.Split(' '), "--no-such-option"]));

    [Fact]
    public void Every_argument_and_option_of_every_command_is_asked_for() => Assert.Empty(
        All().SelectMany(leaf => leaf.Command.Arguments.Select(one => one.Name).Concat(leaf.Command.Options.Select(one => one.Name)).Select(name => (leaf.Path, Name: name)))
            .Where(one => one.Name is not ("--help" or "--version") && !Free.Contains(one.Name) && !Free.Contains($"{one.Path.Split(' ')[^1]} {one.Name}"))
            .Select(one => $"{one.Path} {one.Name}").Except(Lines.Keys));

    [Fact]
    public void Help_names_the_codes() => Assert.Contains(ExitCodes.Sentence[..20], ToolRun.Of("--help").Output, StringComparison.Ordinal);

    private static void Is(int code, ToolRun run)
    {
        Assert.True(run.Code == code, $"exit code {run.Code}: {run.Errors}{run.Output}");
        var id = run.Errors.Split('\n').First(line => line.StartsWith("MIG-", StringComparison.Ordinal)).Split(':')[0];
        Assert.Equal(code, ErrorCatalogue.Find(id)!.ExitCode);
    }

    private static List<(string Path, Command Command)> All() => [.. Below("", CommandTable.Fill(new RootCommand(), Commands.Table, []))];

    private static IEnumerable<(string Path, Command Command)> Below(string path, Command command) => command.Subcommands.Count == 0
        ? [(path, command)]
        : command.Subcommands.SelectMany(one => Below(path.Length == 0 ? one.Name : $"{path} {one.Name}", one));
}
