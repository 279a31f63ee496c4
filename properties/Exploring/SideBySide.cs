using System.Collections.Concurrent;

namespace Migconf.Properties.Exploring;

/// <summary>Work on many things that have nothing to do with each other, as many at a time as there are processors. What comes of it
/// comes in their order, as soon as it can.</summary>
public static class SideBySide
{
    /// <param name="things">What is worked on.</param>
    /// <param name="work">What is done with each.</param>
    /// <param name="cancel">Ends it early.</param>
    public static IEnumerable<TResult> Each<T, TResult>(IEnumerable<T> things, Func<T, TResult> work, CancellationToken cancel = default) =>
        Partitioner.Create(things, EnumerablePartitionerOptions.NoBuffering).AsParallel().AsOrdered()
            .WithMergeOptions(ParallelMergeOptions.NotBuffered).WithCancellation(cancel).Select(work);
}
