using Migconf.Properties.Exploring;
using Migconf.Properties.Judging;
using Migconf.Reports;
using Migconf.Scenarios.Recordings;

namespace Migconf.Cli;

/// <summary>How many changes of recordings are noticed, and which are not.</summary>
internal static class TamperReport
{
    /// <summary>Below this share the reference allows too much.</summary>
    private const double Enough = 0.95;

    /// <param name="recordings">What is changed.</param>
    /// <param name="every">Only every so manieth change is judged.</param>
    /// <param name="cancel">Ends it early.</param>
    internal static int Print(IReadOnlyList<(string Name, Recording Recording)> recordings, int every, CancellationToken cancel)
    {
        var kept = new SortedDictionary<string, (int Count, string Example)>(StringComparer.Ordinal);
        var (all, noticed) = (0, 0);
        var changes = recordings.SelectMany(one => Tampering.All(one.Recording).Select(tampered => (one.Name, Change: tampered))).Where((_, at) => at % every == 0);
        foreach (var ((name, change), found) in SideBySide.Each(changes, one => (one, Checking.Judged(one.Change.Recording, one.Name).Kind), cancel))
        {
            all++;
            if (found is CaseKind.Nonconforming or CaseKind.HarnessError)
            {
                noticed++;
                continue;
            }

            var kind = $"{(found == CaseKind.Inconclusive ? "undecided" : "accepted ")}  {change.Kind}";
            var (count, example) = kept.GetValueOrDefault(kind, (0, $"{name} entry {change.Place + 1}"));
            kept[kind] = (count + 1, example);
        }

        foreach (var (kind, (count, example)) in kept.OrderByDescending(one => one.Value.Count))
        {
            Console.WriteLine($"{count,6} {kind}  ({example})");
        }

        Console.WriteLine($"{noticed} of {all} changes noticed, {100.0 * noticed / Math.Max(1, all):0.0} %");
        return all == 0 ? ExitCodes.NothingRan : noticed >= Enough * all ? ExitCodes.Conforms : ExitCodes.Nonconforming;
    }
}
