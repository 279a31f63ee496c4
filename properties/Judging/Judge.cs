using Exploration;
using Exploration.Schedules;
using Exploration.Strategies;
using Migconf.Properties.Laws;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Defects;
using Migconf.Scenarios.Recordings;
using Migconf.Scenarios.Reference;
using Migconf.Scenarios.Running;

namespace Migconf.Properties.Judging;

/// <summary>Searches the interleavings of the reference for one that shows exactly what was recorded. It knows
/// nothing of what cannot be seen: which page goes next, how many passes, when a broken link is noticed; any of
/// these may be what the search makes of it.</summary>
public static class Judge
{
    /// <summary>Executions after which a search gives up.</summary>
    public const int DefaultBudget = 4_000;

    /// <summary>How many deviations are tried as the first of several.</summary>
    private const int Starts = 2;

    /// <summary>What is explained is explained sooner; known deviations are tried before the rest of the budget is spent.</summary>
    private const int FirstBudget = 256;

    /// <summary>For so many executions of a search that was given up there is one random walk.</summary>
    private const int WalkShare = 4;

    /// <summary>The depth and the length of a walk by priorities: recordings take about so many operations.</summary>
    private const int PriorityDepth = 2, WalkLength = 300;

    public static Verdict Decide(Recording recording, int budget = DefaultBudget)
    {
        var source = Releases.Find(recording.Source.Release);
        var destination = Releases.Find(recording.Destination.Release);
        if (source is null || destination is null)
        {
            return Unjudged($"the reference does not know release {(source is null ? recording.Source : recording.Destination).Release}");
        }

        if (ScriptCheck.Problem(recording) is { } problem)
        {
            return new(VerdictKind.Damaged) { Note = $"the recording does not follow its scenario: {problem}" };
        }

        var expectation = new Expectation(recording);
        var known = Deviations.KnownFor(source.Name, destination.Name, recording.Scenario).ToList();
        Verdict Within(int executions)
        {
            var cut = false;
            Verdict Try(IReadOnlyList<Deviation> deviations, int limit)
            {
                var pair = new PairSettings(source, destination, With(new Rules(), deviations, source)) { DestinationRules = With(new Rules(), deviations, destination) };
                var found = Search(recording, expectation, pair, limit);
                cut |= found.Kind == VerdictKind.Inconclusive;
                return found;
            }

            var plain = Try([], executions);
            var best = plain.Kind == VerdictKind.Conforms ? plain : Diagnose(known, plain.Furthest, executions, budget, Try) ?? plain;
            return best.Kind == VerdictKind.Nonconforming && cut
                ? best with { Kind = VerdictKind.Inconclusive, Note = $"known deviations were not exhausted within {executions} executions" }
                : best;
        }

        var verdict = Within(Math.Min(budget, FirstBudget));
        if (verdict.Kind is VerdictKind.Inconclusive && History.Of(recording) is { } history && ShownStatuses.Problem(history, known) is { } impossible)
        {
            return verdict with { Kind = VerdictKind.Nonconforming, Note = impossible };
        }

        verdict = verdict.Kind == VerdictKind.Inconclusive && budget > FirstBudget ? Within(budget) : verdict;
        return (verdict.Kind, expectation.GaveUp) switch
        {
            (VerdictKind.Conforms, { } waiting) => verdict with { Kind = VerdictKind.Inconclusive, Note = $"given up: {waiting}" },
            (VerdictKind.KnownDeviation, { } waiting) => verdict with { Note = $"given up, as nothing more comes: {waiting}" },
            _ => verdict,
        };
    }

    /// <summary>Whether releases and rules that are not the reference's show what was recorded, with these known deviations; null: it was not
    /// found out within the budget.</summary>
    public static bool? Explains(Recording recording, Func<Release, Release> releases, Rules rules, IReadOnlyList<Deviation> known, int budget)
    {
        var (source, destination) = (Releases.Find(recording.Source.Release)!, Releases.Find(recording.Destination.Release)!);
        var pair = new PairSettings(releases(source), releases(destination), With(rules, known, source)) { DestinationRules = With(rules, known, destination) };
        return Search(recording, new Expectation(recording), pair, budget).Kind switch
        {
            VerdictKind.Conforms => true,
            VerdictKind.Inconclusive => null,
            _ => false,
        };
    }

    private static Rules With(Rules rules, IReadOnlyList<Deviation> known, Release release) => known
        .Where(one => one.Releases.Contains(release.Name))
        .Aggregate(rules, (changed, deviation) => deviation.Apply(changed));

    private static Verdict Unjudged(string note) => new(VerdictKind.Inconclusive) { Note = note };

    /// <summary>One known deviation that explains the recording, else the smallest set found by leaving out. Leaving out
    /// is thorough in the end: a deviation that only made the search find sooner is not part of the reason. Those that change most
    /// are left out first: what a lesser defect explains is no sign of a greater one.</summary>
    private static Verdict? Diagnose(
        List<Deviation> known, int plainFurthest, int executions, int budget, Func<IReadOnlyList<Deviation>, int, Verdict> attempt)
    {
        (List<Deviation> Set, Verdict Found)? Explains(List<Deviation> set, int limit) =>
            attempt(set, limit) is { Kind: VerdictKind.Conforms } found ? (set, found) : null;

        (List<Deviation> Set, Verdict Found) LeaveOut((List<Deviation> Set, Verdict Found) best, int limit) =>
            best.Set.OrderByDescending(one => one.Breadth).Aggregate(best, (now, one) => Explains([.. now.Set.Where(other => other != one)], limit) ?? now);

        List<(Deviation One, Verdict Found)> Add(List<Deviation> set) =>
            [.. known.Except(set).Select(one => (one, attempt([.. set, one], executions)))];

        // One after the other, each time the one that leads furthest.
        (List<Deviation> Set, Verdict Found)? Follow((Deviation One, Verdict Found) first)
        {
            var (set, furthest, best) = (new List<Deviation>(), plainFurthest, first);
            while (best.Found.Furthest > furthest)
            {
                set.Add(best.One);
                furthest = best.Found.Furthest;
                if (best.Found.Kind == VerdictKind.Conforms)
                {
                    return (set, best.Found);
                }

                best = Add(set) is { Count: > 0 } next ? next.MaxBy(one => one.Found.Furthest) : best;
            }

            return null;
        }

        // Which of two leads as far as the other may only show later.
        (List<Deviation> Set, Verdict Found)? Gather(List<(Deviation One, Verdict Found)> next) =>
            next.OrderByDescending(one => one.Found.Furthest).Take(Starts).Select(Follow).FirstOrDefault(found => found is not null);

        var alone = new List<(Deviation One, Verdict Found)>();
        foreach (var one in executions <= FirstBudget ? known : [])
        {
            alone.Add((one, attempt([one], executions)));
            if (alone[^1].Found.Kind == VerdictKind.Conforms)
            {
                break;
            }
        }

        var single = alone is [.., { Found.Kind: VerdictKind.Conforms } last] ? (new List<Deviation> { last.One }, last.Found) : ((List<Deviation> Set, Verdict Found)?)null;
        var several = single is null ? Explains(known, executions) ?? Gather(alone) : null;
        if ((single ?? several) is not { } first)
        {
            return null;
        }

        var (set, verdict) = LeaveOut(single is null ? LeaveOut(first, executions) : first, budget);
        return set.Count == 0
            ? verdict
            : verdict with { Kind = VerdictKind.KnownDeviation, KnownAs = [.. set.Select(one => one.Id)] };
    }

    private static Verdict Search(Recording recording, Expectation expectation, PairSettings settings, int budget)
    {
        var best = new Verdict(VerdictKind.Nonconforming) { Observed = expectation.Count };
        var furthest = -1;
        var search = new OptimalReduction(Rank);
        var trail = new Trail(search);
        Verdict Explained(IStrategy again, long executions)
        {
            var witness = new Recorder(again);
            var harness = Execute(recording, expectation, settings, witness).Harness;
            return new Verdict(VerdictKind.Conforms)
            {
                Explained = harness.Explained,
                Furthest = int.MaxValue,
                Observed = expectation.Count,
                Witness = witness.Schedule,
                Executions = executions,
            };
        }

        while (search.Begin())
        {
            trail.Clear();
            var (world, harness) = Execute(recording, expectation, settings, trail);
            if (harness.IsDone)
            {
                return Explained(trail.Again(), search.Executions);
            }

            if (harness.Progress > furthest)
            {
                furthest = harness.Progress;
                best = Describe(harness, world, best) with { Furthest = furthest };
            }

            if (search.Executions >= budget)
            {
                // What a search in order comes to last, a walk may come to first.
                for (var seed = 1; seed <= budget / WalkShare; seed++)
                {
                    if (Execute(recording, expectation, settings, Walk((ulong)seed)).Harness.IsDone)
                    {
                        return Explained(Walk((ulong)seed), budget + seed);
                    }
                }

                return best with
                {
                    Kind = VerdictKind.Inconclusive,
                    Note = $"no explanation within {budget} executions",
                    Executions = search.Executions,
                };
            }
        }

        return best with { Executions = search.Executions };
    }

    /// <summary>Where one thread has to wait for long, priorities come to it far sooner than turns do.</summary>
    private static IStrategy Walk(ulong seed) => (seed % 4) switch
    {
        0 => new RandomWalk(seed),
        1 => new Pos(seed),
        _ => new Pct(seed, PriorityDepth, WalkLength),
    };

    private static (World World, RecordedHarness Harness) Execute(
        Recording recording, Expectation expectation, PairSettings settings, IStrategy strategy)
    {
        var world = new World(strategy);
        var harness = new RecordedHarness(world, expectation, new ReferencePair(world, recording.Scenario, settings));
        while (!harness.IsDone && world.Step())
        {
        }

        return (world, harness);
    }

    /// <summary>Commands first, then what serves them, and a sender soon sees that its link is gone: most recordings are explained without
    /// a wrong turn.</summary>
    private static int Rank(ControlledThread thread) => thread switch
    {
        { IsWeak: true } => 4,
        { Name: "harness" } => 0,
        { Name: "source main loop" or "destination main loop" or "source monitor" or "destination monitor" } => 1,
        { Name: var name } when name.EndsWith("sender's socket", StringComparison.Ordinal) => 1,
        _ => 2,
    };

    private static Verdict Describe(RecordedHarness harness, World world, Verdict best)
    {
        var frontier = world.Threads
            .Where(thread => !thread.IsFinished && !thread.IsStopped && (thread.Next.Target as IShows)?.About(thread) is not null)
            .Select(thread => $"{thread.Name}: {((IShows)thread.Next.Target).About(thread)}")
            .ToList();
        var seen = new[] { Side.Source, Side.Destination }
            .Where(side => harness.NextSeen(side) is not null)
            .Select(side => $"{side.Name()}: {harness.NextSeen(side)}")
            .Concat(harness.NextAct is { } act ? [$"harness: {act}"] : Array.Empty<string>())
            .ToList();
        return best with { Explained = harness.Explained, Frontier = frontier, Seen = seen };
    }
}
