using Migconf.Implementations.Qemu;
using Migconf.Implementations.Reference;
using Migconf.Properties.Judging;
using Migconf.Properties.Laws;
using Migconf.ReferenceEngine;
using Migconf.Reports;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Recordings;
using Migconf.Scenarios.Running;

namespace Migconf.Cli;

/// <summary>Runs scenarios on a pair, judges what was recorded, and makes cases of it.</summary>
public static class Checking
{
    private const string ReferencePrefix = "reference-";

    public static IBenchFactory Pair(string source, string destination, string accelerator, ulong seed)
    {
        var references = new[] { source, destination }.Count(name => name.StartsWith(ReferencePrefix, StringComparison.Ordinal));
        if (references == 1)
        {
            throw new BenchException(
                "MIG-USAGE-006", $"{source} and {destination} make no pair", "name two QEMUs, or two references");
        }

        if (references == 0)
        {
            var settings = new QemuSettings { Accelerator = accelerator };
            return new QemuBenchFactory(QemuBinary.Find(source), QemuBinary.Find(destination), settings);
        }

        return new ReferenceBenchFactory(ReferenceOf(source), ReferenceOf(destination), new Rules(), seed);
    }

    /// <summary>Whether a scenario applies to a pair; if not, why.</summary>
    public static string? Excludes(Scenario scenario, IBenchFactory pair)
    {
        foreach (var side in new[] { pair.Source, pair.Destination })
        {
            var age = Releases.Age(side.Release);
            if (scenario.OldestRelease is { } oldest && age < Releases.Age(oldest))
            {
                return $"{side.Name} is older than {oldest}";
            }

            if (scenario.NewestRelease is { } newest && age > Releases.Age(newest))
            {
                return $"{side.Name} is newer than {newest}";
            }
        }

        return pair.WhyNot(scenario);
    }

    public static Task<CaseResult> Check(
        Scenario scenario, IBenchFactory pair, string? recordTo, CancellationToken cancel) =>
        Check(scenario, pair, new CheckPlan(recordTo), 0, cancel);

    /// <summary>A scenario for the n-th time. The pair is made anew: of references, so that its seed alone replays it; of live ones, so
    /// that what is remarked on belongs to this run.</summary>
    public static async Task<CaseResult> Check(
        Scenario scenario, IBenchFactory pair, CheckPlan plan, int time, CancellationToken cancel)
    {
        pair = (pair as QemuBenchFactory)?.Anew() ?? pair;
        var (source, destination) = (pair.Source.Name, pair.Destination.Name);
        var replay = $"migconf replay {scenario.Id} --source {source} --destination {destination}";
        var blank = new CaseResult(scenario.Id, scenario.Title, source, destination, CaseKind.NotRun) { Replay = replay };
        if (pair is ReferenceBenchFactory)
        {
            var seed = plan.Seed + (ulong)time;
            pair = Pair(source, destination, "tcg", seed);
            blank = blank with { Seed = seed, Replay = $"{replay} --seed {seed}" };
        }

        if (Excludes(scenario, pair) is { } reason)
        {
            return blank with { Note = reason };
        }

        try
        {
            var recording = await ScenarioRunner.Run(scenario, pair, new RunnerOptions { Tool = Tool.Version }, cancel);
            var file = plan.RecordTo is { } folder ? Kept.Recording(recording, folder, time) : null;
            var verdict = Judge.Decide(recording);
            var judged = Case(recording, verdict) with
            {
                Seed = blank.Seed,
                Recording = file,
                Witness = Kept.Witness(verdict, file),
                Replay = blank.Replay,
            };
            return judged.Kind is CaseKind.Conforms or CaseKind.Known
                ? judged
                : judged with { Note = string.Join('\n', [judged.Note, .. Remarks(pair)]).Trim() };
        }
        catch (BenchException error)
        {
            return blank with { Kind = CaseKind.HarnessError, Note = $"{error.Id}: {error.Message}\nremedy: {error.Remedy}" };
        }
    }

    /// <summary>A recording that lies somewhere, judged.</summary>
    public static CaseResult Judged(Recording recording, string file) =>
        Case(recording, Judge.Decide(recording)) with { Recording = file, Replay = $"migconf judge {file}" };

    /// <summary>The judge's verdict, and the laws that can be read off the recording.</summary>
    private static CaseResult Case(Recording recording, Verdict verdict)
    {
        var history = History.Of(recording);
        var laws = history is null ? [] : LawBook.All
            .Select(law => (law, Detail: law.CheckHistory(history)))
            .Where(one => one.Detail is not null)
            .Select(one => new BrokenLaw(one.law.Id, one.law.Sentence, one.Detail!))
            .ToList();
        var kind = CaseResult.KindOf(verdict.Kind);

        // The plain reference explains it and a law is broken all the same: then the reference is wrong.
        kind = kind == CaseKind.Conforms && laws.Count > 0 ? CaseKind.Nonconforming : kind;
        var note = verdict.Kind == VerdictKind.Damaged ? $"MIG-RECORDING-001: {verdict.Note}" : verdict.Note;
        return new CaseResult(
            recording.Scenario.Id, recording.Scenario.Title, recording.Source.Name, recording.Destination.Name, kind)
        {
            KnownAs = verdict.KnownAs,
            Laws = laws,
            Explained = verdict.Explained,
            Observed = verdict.Observed,
            Frontier = verdict.Frontier,
            Seen = verdict.Seen,
            Note = note,
        };
    }

    private static IReadOnlyList<string> Remarks(IBenchFactory pair) => (pair as QemuBenchFactory)?.TakeRemarks() ?? [];

    private static Release ReferenceOf(string name) => Releases.Find(name[ReferencePrefix.Length..])
        ?? throw UnknownRelease(name);

    internal static ToolException UnknownRelease(string name) =>
        new("MIG-USAGE-005", $"the reference does not know release {name}", $"known: {string.Join(", ", Releases.All.Select(release => release.Name))}");
}
