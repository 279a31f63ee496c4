using Exploration.Schedules;
using Exploration.Strategies;
using Migconf.Properties.Exploring;
using Migconf.ReferenceEngine;
using Migconf.Reports;
using Migconf.Scenarios.Defects;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Reference;
using Migconf.Scenarios.Running;

namespace Migconf.Cli;

/// <summary>What <c>explore</c> and <c>replay --schedule</c> print.</summary>
internal static class Exploring
{
    internal static int Run(
        IReadOnlyList<Scenario> scenarios, IReadOnlyList<Release> releases, string? defect, Effort effort, string folder, bool endings)
    {
        var rules = RulesOf(defect);
        var runs = scenarios.SelectMany(scenario => releases.Where(scenario.IsFor), (scenario, release) => (scenario, release));
        var (ran, all, bounded, cut, failed) = (0, 0, 0, 0, 0);
        foreach (var (scenario, release, found) in SideBySide.Each(
            runs, run => (run.scenario, run.release, effort.Explore(run.scenario, Settings(run.release, rules)))))
        {
            ran++;
            Console.WriteLine($"{(found.Failure is null ? "holds" : "BROKEN"),-8} {scenario.Id}  {release.Name}  {found}");
            foreach (var ending in found.Endings.Where(_ => endings))
            {
                Console.WriteLine($"  ends     {ending}");
            }

            all += found.IsAll ? 1 : 0;
            bounded += found.IsAllWithin ? 1 : 0;
            cut += found.IsCut ? 1 : 0;
            if (found.Failure is { } failure)
            {
                failed++;
                Report(scenario, release, defect, failure, folder);
            }
        }

        Console.WriteLine(
            $"{ran} explored: {all} hold in all interleavings, {bounded} in all {effort.Within} and in those visited beyond, {cut} in those visited, {failed} broken");
        return ran == 0 ? ExitCodes.NothingRan : failed > 0 ? ExitCodes.Nonconforming : cut > 0 ? ExitCodes.Inconclusive : ExitCodes.Conforms;
    }

    internal static int Replay(Scenario scenario, string file, string source, string? defect)
    {
        var name = source[(source.IndexOf('-', StringComparison.Ordinal) + 1)..];
        var release = Releases.Find(name) ?? throw Checking.UnknownRelease(name);
        var failure = Explorer.Execute(
            scenario, Settings(release, RulesOf(defect)), new Replay(Schedule.Read(File.ReadAllText(file))));
        Console.WriteLine(failure is null ? "no law is broken under this schedule" : failure.Message);
        return failure is null ? ExitCodes.Conforms : ExitCodes.Nonconforming;
    }

    private static PairSettings Settings(Release release, Rules rules) => new(release, release, rules) { GuestWrites = 1 };

    private static Rules RulesOf(string? defect) => defect is null
        ? new Rules()
        : (Deviations.Find(defect) ?? throw new ScenarioException(
            defect, 0, "no such deviation", $"known: {string.Join(", ", Deviations.All.Select(d => d.Id))}")).Apply(new Rules());

    private static void Report(Scenario scenario, Release release, string? defect, Failure failure, string folder)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{scenario.Id.Replace('/', '.')}.{release.Name}.schedule");
        File.WriteAllText(file, failure.Schedule.Write());
        Console.WriteLine($"  {failure.Message}");
        Console.WriteLine($"  replay   migconf replay {scenario.Id} --source reference-{release.Name} --schedule {file}"
            + (defect is null ? "" : $" --defect {defect}"));
    }
}
