using System.CommandLine;
using Migconf.Properties.Exploring;
using Migconf.ReferenceEngine;
using Migconf.Reports;
using Migconf.Scenarios.Defects;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Recordings;

namespace Migconf.Cli;

/// <summary>The commands that print what the suite knows: statuses, laws, and which deviations it catches.</summary>
internal static class Pages
{
    /// <summary>Judged runs of each scenario, for what breaks no law.</summary>
    private const int Seeds = 300;

    internal static Command States() => Page("states", "statuses and what leads from one to the next, by release (Markdown)", StatePage.Write);

    internal static Command Laws() => Page("laws", "the laws and what each catches (Markdown)", LawPage.Write);

    internal static Command Defects()
    {
        var filter = new Option<string>("--filter") { Description = "only deviations whose id contains this", DefaultValueFactory = _ => "" };
        var command = new Command("defects", "the track record: each known deviation, put into the reference alone, and how it is caught") { filter };
        command.SetAction((parsed, cancel) =>
        {
            var (corpus, recordings) = (Corpus.Embedded(), RecordingBook.Embedded());
            var wanted = Deviations.All.Where(one => one.Id.Contains(parsed.GetValue(filter)!, StringComparison.Ordinal)).ToList();
            Console.WriteLine(TrackRecordTable.Header);
            var missed = 0;
            foreach (var caught in SideBySide.Each(
                wanted,
                one => TrackRecord.ByLaw(one, corpus) ?? Judged(one, corpus, cancel).Result ?? TrackRecord.ByRecording(one, recordings) ?? TrackRecord.ByNobody(one),
                cancel))
            {
                Console.WriteLine(TrackRecordTable.Row(caught));
                missed += caught.By is null ? 1 : 0;
            }

            Console.WriteLine($"\n{wanted.Count - missed} of {wanted.Count} caught");
            return Task.FromResult(wanted.Count == 0 ? ExitCodes.NothingRan : missed > 0 ? ExitCodes.Nonconforming : ExitCodes.Conforms);
        });
        return command;
    }

    private static async Task<Caught?> Judged(Deviation deviation, IReadOnlyList<Scenario> corpus, CancellationToken cancel)
    {
        var release = TrackRecord.CarrierOf(deviation);
        return await DeviatingRuns.FirstNoticed(release, deviation.Apply(new Rules()), corpus, Seeds, cancel) is { } noticed
            ? new(deviation, "the judge", noticed.Scenario, release.Name, noticed.Runs, null, noticed.Entries)
            : null;
    }

    internal static Command Mutants()
    {
        var filter = new Option<string>("--filter") { Description = "only mutants whose name contains this", DefaultValueFactory = _ => "" };
        var command = new Command("mutants", "the reference with one wrong entry in a table, over and over: who notices") { filter };
        command.SetAction((parsed, cancel) =>
        {
            var hunt = new MutantHunt(Corpus.Embedded(), RecordingBook.Embedded());
            var wanted = Mutant.All.Where(one => one.Name.Contains(parsed.GetValue(filter)!, StringComparison.Ordinal)).ToList();
            var (noticed, gaps) = (0, 0);
            Console.WriteLine("| mutant | noticed by |\n|---|---|");
            foreach (var (mutant, by, otherwise) in SideBySide.Each(wanted, one => Noticed(hunt, one, cancel).Result, cancel))
            {
                var reason = by is null ? UnnoticedMutants.Reason(mutant) : null;
                noticed += by is null ? 0 : 1;
                gaps += by is null && reason is null ? 1 : 0;
                Console.WriteLine($"| {mutant.Name} | {by ?? $"**nobody**{(reason is null ? "" : $", {reason}")}; {otherwise} scenarios go otherwise"} |");
            }

            Console.WriteLine($"\n{noticed} of {wanted.Count} noticed; of {wanted.Count - noticed - gaps} others it is known why nobody can, {gaps} are gaps of the suite");
            return Task.FromResult(wanted.Count == 0 ? ExitCodes.NothingRan : gaps > 0 ? ExitCodes.Nonconforming : ExitCodes.Conforms);
        });
        return command;
    }

    /// <summary>What no recording and no law notices may show in runs of its own.</summary>
    private static async Task<(Mutant Mutant, string? By, int Otherwise)> Noticed(MutantHunt hunt, Mutant mutant, CancellationToken cancel)
    {
        if (hunt.Notices(mutant, out var reach) is { } by)
        {
            return (mutant, by, 0);
        }

        var (runs, otherwise) = (0, 0);
        foreach (var (release, scenario) in hunt.Touched(reach))
        {
            otherwise++;
            var settings = reach.Settings(release, release);
            if (await DeviatingRuns.FirstNoticed(settings.Source, settings.Rules, [scenario], Seeds, cancel) is { } found)
            {
                return (mutant, $"the judge, by run {runs + found.Runs}, {scenario.Id} of {release.Name}", otherwise);
            }

            runs += Seeds;
        }

        return (mutant, null, otherwise);
    }

    internal static Command Coverage()
    {
        var walks = CountOption.Of("--walks", "random walks through each scenario on each release", 100);
        var command = new Command("coverage", "what the corpus reaches: edges of the status graphs, commands in each status (Markdown)") { walks };
        command.SetAction(parsed => Console.Write(CoverageTable.Write(CorpusCoverage.Of(Corpus.Embedded(), parsed.GetValue(walks)))));
        return command;
    }

    private static Command Page(string name, string about, Func<string> write)
    {
        var command = new Command(name, about);
        command.SetAction(_ => Console.Write(write()));
        return command;
    }
}
