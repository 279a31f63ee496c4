using System.CommandLine;
using Exploration;
using Migconf.Implementations.Qemu;
using Migconf.Properties.Exploring;
using Migconf.Properties.Generators;
using Migconf.ReferenceEngine;
using Migconf.Reports;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Recordings;
using Migconf.Scenarios.Reference;
using Migconf.Scenarios.Defects;
using Migconf.Scenarios.Running;

namespace Migconf.Cli;

/// <summary>The command line: parses, calls, prints.</summary>
internal static class Commands
{
    internal static CommandTable Table { get; } = new(
        ("run", _ => Run()), ("list", _ => List()), ("explore", _ => Explore()), ("check", _ => Check()), ("replay", _ => Replay()),
        ("judge", _ => Judge()), ("lab", _ => Lab()), ("options", _ => Options.Command()), ("states", _ => Pages.States()), ("laws", _ => Pages.Laws()),
        ("defects", _ => Pages.Defects()), ("coverage", _ => Pages.Coverage()), ("mutants", _ => Pages.Mutants()), ("stream", StreamCommands.Command),
        ("serve", _ => ServeCommands.Command()), ("device", DeviceCommands.Command), ("explain", _ => Explaining.Command()), ("schema", _ => Schemas.Command()));

    private static Option<string> Text(string name, string about, string otherwise) =>
        new(name) { Description = about, DefaultValueFactory = _ => otherwise };

    private static Option<string?> Optional(string name, string about) => new(name) { Description = about };

    private static Option<string> Filter() => Text("--filter", "only scenarios whose id contains this", "");

    private static Option<int> Workers() => CountOption.Workers("scenarios that are run at a time");

    private static Option<ulong> Seed() =>
        new("--seed") { Description = "what the schedules of a reference pair are drawn from", DefaultValueFactory = _ => 1 };

    internal static Command Run()
    {
        Option<string> filter = Filter();
        var workers = Workers();
        var command = new Command("run", "the reference and the recordings, and live QEMU where the lab has one") { filter, workers };
        var reports = new ReportOptions(command);
        command.SetAction((parsed, cancel) => ReportedRun.Of("run", parsed, reports, async tell =>
        {
            var wanted = parsed.GetValue(filter)!;
            var plan = new CheckPlan(Workers: parsed.GetValue(workers));
            var scenarios = Corpus.Embedded().Where(s => s.Id.Contains(wanted, StringComparison.Ordinal)).ToList();
            foreach (var release in Releases.All)
            {
                var name = $"reference-{release.Name}";
                await CheckAll(scenarios, Checking.Pair(name, name, "tcg", 1), plan, tell, cancel);
            }

            var recordings = RecordingBook.Embedded().Where(one => one.Recording.Scenario.Id.Contains(wanted, StringComparison.Ordinal));
            foreach (var judged in SideBySide.Each(recordings, one => Checking.Judged(one.Recording, one.Name), cancel))
            {
                tell(judged with { Note = "recorded" });
            }

            foreach (var release in Implementations.Qemu.Lab.Installed().Where(name => Releases.Find(name) is not null))
            {
                var pair = Checking.Pair($"qemu-{release}", $"qemu-{release}", "tcg", 1);
                await CheckAll(scenarios, pair, plan, tell, cancel);
            }
        }, cancel));
        return command;
    }

    internal static Command List()
    {
        var command = new Command("list", "the scenarios of the corpus");
        command.SetAction(_ =>
        {
            foreach (var scenario in Corpus.Embedded())
            {
                Console.WriteLine($"{scenario.Id,-55} {scenario.Title}");
            }
        });
        return command;
    }

    /// <summary>Few enough that every scenario of the corpus is explored to the end.</summary>
    private const int DefaultDelays = 1;

    private const int DeepDelays = 2;

    /// <summary>Operations of a search beyond the bound: the corpus on every release is done in some minutes, or a deviation is looked for.</summary>
    private const long DefaultLimit = 40_000, HuntingLimit = 250_000;

    private const long DefaultMost = 5_000_000;

    /// <summary>A bounded search is to come to its end.</summary>
    private const int ForBounded = 20;

    private const int DeepTimes = 10;

    internal static Command Explore()
    {
        var filter = Filter();
        var preemptions = new Option<int?>("--preemptions") { Description = "only interleavings with so many preemptions at most" };
        var delays = new Option<int?>("--delays") { Description = "only interleavings with so many delays of a scheduler that takes turns at most" };
        var deep = new Option<bool>("--deep") { Description = $"first all interleavings with at most {DeepDelays} delays, then {DeepTimes * HuntingLimit} operations of others" };
        var limit = new Option<long?>("--limit")
        {
            Description = $"operations after which interleavings beyond the bound are given up, {DefaultLimit} if not said otherwise ({HuntingLimit} with --defect); "
                + $"a bounded search is given {ForBounded} times as many, or {DefaultMost}",
        };
        Option<string?> defect = Optional("--defect", "carry this deviation: the run must then find a broken law");
        var release = Optional("--release", "only this release on both sides");
        var output = Text("--out", "folder for failing schedules", "out");
        var endings = new Option<bool>("--endings") { Description = "print how each scenario can end" };
        var command = new Command("explore", "every interleaving of the reference, all laws held against each")
        {
            filter, delays, preemptions, deep, limit, defect, release, output, endings,
        };
        command.SetAction(parsed => Exploring.Run(
            Corpus.Embedded().Where(s => s.Id.Contains(parsed.GetValue(filter)!, StringComparison.Ordinal)).ToList(),
            parsed.GetValue(release) is not { } only ? Releases.All : [Releases.Find(only) ?? throw Checking.UnknownRelease(only)],
            parsed.GetValue(defect),
            EffortOf(parsed.GetValue(delays), parsed.GetValue(preemptions), parsed.GetValue(deep), parsed.GetValue(limit), parsed.GetValue(defect) is not null),
            parsed.GetValue(output)!,
            parsed.GetValue(endings)));
        return command;
    }

    private static Effort EffortOf(int? delays, int? preemptions, bool isDeep, long? limit, bool hunts)
    {
        var (most, beyond) = (limit * ForBounded ?? DefaultMost, limit ?? (hunts || isDeep ? HuntingLimit : DefaultLimit));
        return (delays, preemptions) switch
        {
            ({ } bound, _) => new(Within.Delays(bound), most, 0),
            (_, { } bound) => new(Within.Preemptions(bound), most, 0),
            _ when isDeep => new(Within.Delays(DeepDelays), DeepTimes * most, DeepTimes * beyond),
            _ => new(Within.Delays(DefaultDelays), most, beyond),
        };
    }

    internal static Command Check()
    {
        Option<string> source = Text("--source", "qemu-RELEASE, a path, or reference-RELEASE", "qemu-10.0");
        Option<string> destination = Text("--destination", "as --source", "qemu-10.0");
        Option<string> filter = Filter(), accelerator = Text("--accel", "tcg or kvm", "tcg");
        Option<string?> record = Optional("--record", "write each recording, and what explains it, into this folder");
        accelerator.AcceptOnlyFromAmong("tcg", "kvm");
        var repeat = CountOption.Of("--repeat", "how often each scenario is run", 1);
        var corpus = Optional("--scenarios", "a scenario file or folder instead of the corpus");
        var generated = new Option<int?>("--generated") { Description = "so many generated scenarios instead of the corpus; one that fails is made smaller" };
        var seed = Seed();
        var workers = Workers();
        var command = new Command("check", "the corpus on two implementations, judged by the reference")
        {
            source, destination, filter, accelerator, record, repeat, corpus, generated, seed, workers,
        };
        var reports = new ReportOptions(command);
        command.SetAction((parsed, cancel) => ReportedRun.Of("check", parsed, reports, async tell =>
        {
            if (parsed.GetValue(record) is { } folder)
            {
                OutputFile.Prepare(Path.Combine(folder, "recording.json"));
            }

            var pair = Checking.Pair(parsed.GetValue(source)!, parsed.GetValue(destination)!, parsed.GetValue(accelerator)!, 1);
            var scenarios = (parsed.GetValue(corpus) is { } path ? Corpus.Load(path) : Corpus.Embedded())
                .Where(s => s.Id.Contains(parsed.GetValue(filter)!, StringComparison.Ordinal)).ToList();
            var plan = new CheckPlan(parsed.GetValue(record), parsed.GetValue(repeat), parsed.GetValue(seed), parsed.GetValue(workers));
            if (parsed.GetValue(generated) is { } count)
            {
                await CheckGenerated(count, pair, plan, tell, cancel);
                return;
            }

            await CheckAll(scenarios, pair, plan, tell, cancel);
        }, cancel));
        return command;
    }

    internal static Command Replay()
    {
        var what = new Argument<string>("SCENARIO") { Description = "a scenario's id, or a scenario file" };
        Option<string> source = Text("--source", "qemu-RELEASE, a path, or reference-RELEASE", "reference-11.1");
        Option<string> destination = Text("--destination", "as --source", "reference-11.1");
        Option<string?> schedule = Optional("--schedule", "a schedule file of explore"), defect = Optional("--defect", "carry this deviation");
        var seed = Seed();
        var command = new Command("replay", "one scenario again, on a pair or under a schedule") { what, source, destination, schedule, defect, seed };
        var reports = new ReportOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var scenario = Find(parsed.GetValue(what)!);
            if (parsed.GetValue(schedule) is { } file)
            {
                return ReplaySchedule(scenario, file, parsed.GetValue(source)!, parsed.GetValue(defect));
            }

            var pair = Checking.Pair(parsed.GetValue(source)!, parsed.GetValue(destination)!, "tcg", 1);
            return await ReportedRun.Of("replay", parsed, reports, tell => CheckAll([scenario], pair, new(Seed: parsed.GetValue(seed)), tell, cancel), cancel);
        });
        return command;
    }

    internal static Command Judge()
    {
        var path = new Argument<string>("RECORDING") { Description = "a recording, or a folder of them" };
        var tampered = new Option<bool>("--tampered") { Description = "judge every single change of each recording instead: how many are noticed?" };
        var every = CountOption.Of("--every", "with --tampered: only every Nth change", 1);
        var command = new Command("judge", "recordings, judged by the reference without running anything") { path, tampered, every };
        var reports = new ReportOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var recordings = RecordingBook.Load(parsed.GetValue(path)!);
            return parsed.GetValue(tampered) ? TamperReport.Print(recordings, parsed.GetValue(every), cancel) : await ReportedRun.Of("judge", parsed, reports, tell =>
            {
                foreach (var judged in SideBySide.Each(recordings, one => Checking.Judged(one.Recording, one.Name), cancel))
                {
                    tell(judged);
                }

                return Task.CompletedTask;
            }, cancel);
        });
        return command;
    }

    internal static Command Lab()
    {
        var releases = new Argument<string[]>("RELEASE") { Description = string.Join(", ", Implementations.Qemu.Lab.KnownReleases), Arity = ArgumentArity.OneOrMore };
        var install = new Command("install", "unpack real QEMU releases into the cache folder") { releases };
        install.SetAction(parsed =>
        {
            foreach (var release in parsed.GetValue(releases)!)
            {
                Implementations.Qemu.Lab.Install(release, Console.Error);
            }
        });
        var list = new Command("list", "the releases that are there, and how each is run by hand");
        list.SetAction(_ =>
        {
            foreach (var release in Implementations.Qemu.Lab.Installed())
            {
                var binary = QemuBinary.Find($"qemu-{release}");
                Console.WriteLine($"qemu-{release,-6} {binary.Version}");
                Console.WriteLine($"  run by hand: {ShellWords.Join(binary.Command)}");
            }

            var missing = Implementations.Qemu.Lab.KnownReleases.Except(Implementations.Qemu.Lab.Installed()).ToList();
            Console.WriteLine($"in {Implementations.Qemu.Lab.Folder}{(missing.Count == 0 ? "" : $"; to be had with: migconf lab install {string.Join(' ', missing)}")}");
        });
        return new Command("lab", "real QEMU releases in a cache folder (MIGCONF_LAB)") { install, list };
    }

    private static Scenario Find(string name) => File.Exists(name) ? Corpus.Load(name).Single()
        : name.Split('/') is ["generated", var number] && ulong.TryParse(number, out var seed) ? ScenarioGenerator.Of(seed)
        : Corpus.Embedded().FirstOrDefault(scenario => scenario.Id == name)
            ?? throw new ScenarioException(name, 0, "no such scenario in the corpus", "migconf list");

    private static int ReplaySchedule(Scenario scenario, string file, string source, string? defect)
    {
        try
        {
            return Exploring.Replay(scenario, file, source, defect);
        }
        catch (Exception error) when (error is FormatException or ScheduleMismatchException)
        {
            throw new ToolException("MIG-SCHEDULE-001", $"{file}: {error.Message}", "replay it with the command that explore printed");
        }
    }

    private static Task CheckAll(List<Scenario> scenarios, IBenchFactory pair, CheckPlan plan, Action<CaseResult> tell, CancellationToken cancel) =>
        Each(scenarios.Count * plan.Repeat, pair, plan, tell, (index, stop) => Checking.Check(scenarios[index / plan.Repeat], pair, plan, index % plan.Repeat, stop), cancel);

    private static Task CheckGenerated(int count, IBenchFactory pair, CheckPlan plan, Action<CaseResult> tell, CancellationToken cancel) =>
        Each(count, pair, plan, tell, async (index, stop) =>
        {
            var scenario = ScenarioGenerator.Of(plan.Seed + (ulong)index);
            var found = await Checking.Check(scenario, pair, plan, 0, stop);
            if (found.Kind != CaseKind.Nonconforming)
            {
                return found;
            }

            var (smallest, shown) = await LiveShrinking.Shrink(scenario, found, (smaller, time) => Checking.Check(smaller, pair, plan, time, stop));
            return LiveShrinking.Keep(smallest, shown, plan.RecordTo ?? "out");
        }, cancel);

    private static Task Each(
        int count, IBenchFactory pair, CheckPlan plan, Action<CaseResult> tell, Func<int, CancellationToken, Task<CaseResult>> run, CancellationToken cancel) =>
        CheckedRuns.InOrder($"{pair.Source.Name} to {pair.Destination.Name}", count, plan.Workers, run, tell, cancel);
}
