using System.CommandLine;
using Migconf.Devices.Checking;
using Migconf.Devices.Descriptions;
using Migconf.Devices.Dumps;
using Migconf.Devices.Generation;
using Migconf.Devices.Histories;
using Migconf.Devices.Loading;
using Migconf.Devices.Pages;
using Migconf.Devices.Reference;
using Migconf.Reports;

namespace Migconf.Cli;

/// <summary>The commands for those who describe the state of devices.</summary>
internal static class DeviceCommands
{
    internal static CommandTable Table { get; } = new(
        ("list", _ => List()), ("show", _ => Show()), ("matrix", _ => Matrix()), ("check", words => DeviceCheck.Command(Find, words)), ("fuzz", _ => Fuzz()), ("compare", _ => Compare()));

    /// <param name="words">What follows the command's name.</param>
    internal static Command Command(string[] words) =>
        CommandTable.Fill(new Command("device", "device state over releases: what breaks, why, and what mends it"), Table, words);

    private static Command List()
    {
        var command = new Command("list", "the reference devices");
        command.SetAction(_ =>
        {
            foreach (var history in ReferenceDevices.All)
            {
                Console.WriteLine($"{history.Name,-12} {history.Title}");
            }
        });
        return command;
    }

    private static Command Show()
    {
        var name = Name("a reference device, or a history file");
        var release = new Option<string?>("--release") { Description = "only this release; without it, all" };
        release.AcceptOnlyFromAmong([.. MachineTypes.All]);
        var yaml = new Option<bool>("--yaml") { Description = "as a history file, to begin one's own from" };
        var command = new Command("show", "what a device sends, field by field") { name, release, yaml };
        command.SetAction(parsed =>
        {
            var history = Find(parsed.GetValue(name)!);
            if (parsed.GetValue(yaml))
            {
                Console.Write(HistoryWriter.Write(history));
                return;
            }

            var wanted = history.Releases.Where(one => parsed.GetValue(release) is not { } only || one.Release == only).ToList();
            Console.Write(wanted.Count > 0
                ? string.Join('\n', wanted.Select(one => DevicePage.Write(history, one)))
                : throw new ToolException("MIG-USAGE-001", $"{history.Name} is not part of release {parsed.GetValue(release)}", "migconf device show NAME shows all"));
        });
        return command;
    }

    private static Command Matrix()
    {
        var name = new Argument<string?>("NAME") { Description = "a reference device, or a history file; without it, all reference devices", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("matrix", "releases against releases: ok, or the break classes (! no state loads, ~ nobody notices)") { name };
        command.SetAction(parsed =>
        {
            IReadOnlyList<History> histories = parsed.GetValue(name) is { } wanted ? [Find(wanted)] : ReferenceDevices.All;
            Console.Write(string.Join('\n', histories.Select(MatrixPage.Write)));
        });
        return command;
    }

    private static Command Fuzz()
    {
        var count = CountOption.Of("--count", "so many random histories, each with a state", 20_000, least: 0);
        var seed = CountOption.Of("--seed", "the seed of the first; the next has the next", 1, least: 0);
        var limit = CountOption.Of("--ways", "ways after which the verdict over all states of a case is given up; 0 leaves it out", 64, least: 0);
        var command = new Command("fuzz", "random histories and states: prediction against outcome") { count, seed, limit };
        command.SetAction((parsed, cancel) =>
        {
            var (cases, ways) = (parsed.GetValue(count), parsed.GetValue(limit));
            var result = Fuzzing.Run(parsed.GetValue(seed), cases, ways, cancel);
            foreach (var (outcome, times) in result.ByOutcome.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal))
            {
                Console.WriteLine($"{times,9}  {outcome}");
            }

            foreach (var (one, _) in result.Disagreements)
            {
                var shrunk = Fuzzing.Shrunk(one, smaller => Fuzzing.Disagreement(smaller, ways) is not null);
                Console.WriteLine($"\nDISAGREES  seed {one.Seed} ({one.Steps}), machine {one.Pairing.Machine}\n  {Fuzzing.Disagreement(shrunk, ways)}");
                Console.WriteLine($"  state    {shrunk.State}");
                Console.Write(DevicePage.Write(new("source", "", []), new("next", "shrunk", shrunk.Pairing.Source)));
                Console.Write(DevicePage.Write(new("receiver", "", []), new("next", "shrunk", shrunk.Pairing.Receiver)));
                Console.WriteLine($"  replay   migconf device fuzz --count 1 --seed {one.Seed} --ways {ways}");
            }

            Console.WriteLine($"{cases} cases, {(result.Disagreements.Count == 0 ? "prediction and outcome agree in all" : $"{result.Disagreements.Count} shown disagree")}");
            return Task.FromResult(cases == 0 ? ExitCodes.NothingRan : result.Disagreements.Count == 0 ? ExitCodes.Conforms : ExitCodes.Nonconforming);
        });
        return command;
    }

    internal static Command Compare()
    {
        var (one, other) = (new Argument<string>("DUMP-A") { Description = "what qemu -M MACHINE -dump-vmstate FILE wrote" }, new Argument<string>("DUMP-B") { Description = "the same of another binary" });
        var all = new Option<bool>("--all") { Description = "list harmless differences too: other names and groupings of the same bytes" };
        var command = new Command("compare", "compare two -dump-vmstate files of real QEMU: every difference, both ways, renames told from breaks, each with its certainty") { one, other, all };
        command.SetAction(parsed =>
        {
            var (first, second) = (parsed.GetValue(one)!, parsed.GetValue(other)!);
            Dump[] dumps = [Dump.Load(first, File.ReadAllText(first)), Dump.Load(second, File.ReadAllText(second))];
            var findings = DumpComparison.Compare(dumps[0], dumps[1]);
            if (dumps.Any(dump => !dump.ShowsCounts))
            {
                Console.Error.WriteLine("a dump does not show how long arrays are (7.2 and older): lengths are not compared");
            }

            Console.Write(DumpPage.Write(findings, Path.GetFileNameWithoutExtension(first), Path.GetFileNameWithoutExtension(second), parsed.GetValue(all)));
            return findings.Any(finding => finding.Certainty is Certainty.Certain or Certainty.Likely) ? ExitCodes.Nonconforming : ExitCodes.Conforms;
        });
        return command;
    }

    private static Argument<string> Name(string about) => new("NAME") { Description = about };

    private static History Find(string name) => ReferenceDevices.Find(name)
        ?? (File.Exists(name) ? HistoryFile.Load(name, File.ReadAllText(name))
            : throw new ToolException("MIG-USAGE-003", $"no reference device and no file is called '{name}'", "migconf device list"));
}
