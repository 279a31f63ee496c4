using Migconf.Devices.Checking;

namespace Migconf.Devices.Generation;

/// <summary>What random histories have come to: cases by outcome and break class, and those in which prediction and outcome disagree.</summary>
public sealed record FuzzResult(int Cases, IReadOnlyDictionary<string, int> ByOutcome, IReadOnlyList<(LoadCase Case, string Disagreement)> Disagreements);

/// <summary>Random histories and states: prediction against outcome.</summary>
public static class Fuzzing
{
    /// <summary>Disagreements kept.</summary>
    private const int Kept = 5;

    /// <summary>Cases of the seeds from <paramref name="seed"/> on. What is found does not depend on the number of processors.</summary>
    /// <param name="limit">Ways after which the search for a verdict over all states is given up; 0 leaves it out.</param>
    public static FuzzResult Run(int seed, int count, int limit, CancellationToken cancel)
    {
        var (outcomes, found) = (new Dictionary<string, int>(), new SortedDictionary<int, (LoadCase, string)>());
        var chunks = Enumerable.Range(0, (count + 255) / 256);
        Parallel.ForEach(chunks, new ParallelOptions { CancellationToken = cancel }, chunk =>
        {
            for (var at = chunk * 256; at < Math.Min(count, (chunk + 1) * 256); at++)
            {
                var one = LoadCase.Of(unchecked(seed + at) & int.MaxValue);
                var (kind, disagreement) = Look(one, limit);
                lock (outcomes)
                {
                    outcomes[kind] = outcomes.GetValueOrDefault(kind) + 1;
                    if (disagreement is not null)
                    {
                        found[at] = (one, disagreement);
                    }
                }
            }
        });
        return new(count, outcomes, [.. found.Values.Take(Kept)]);
    }

    /// <summary>The smallest case near by that disagrees too.</summary>
    public static LoadCase Shrunk(LoadCase one, Func<LoadCase, bool> fails)
    {
        while (LoadCaseShrinker.Shrink(one).FirstOrDefault(fails) is { } smaller)
        {
            one = smaller;
        }

        return one;
    }

    /// <summary>What disagrees in a case; a crash of either side is a disagreement too.</summary>
    public static string? Disagreement(LoadCase one, int limit) => Look(one, limit).Disagreement;

    private static (string Kind, string? Disagreement) Look(LoadCase one, int limit)
    {
        try
        {
            var predicted = Predictor.ForState(one.Pairing, one.State);
            return ($"{predicted.Outcome} {predicted.Class}".TrimEnd(), Agreement.Disagreement(one.Pairing, one.State, limit, predicted));
        }
#pragma warning disable CA1031 // Whatever it is, it is a defect, and must be shown with its case.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return ("crash", error.ToString());
        }
    }
}
