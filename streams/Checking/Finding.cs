using Migconf.Streams.Failures;

namespace Migconf.Streams.Checking;

/// <summary>Something wrong with a stream.</summary>
/// <param name="Failure">What.</param>
/// <param name="Place">Section and field.</param>
/// <param name="Offset">The byte at which it was noticed.</param>
/// <param name="Detail">What was found.</param>
public sealed record Finding(FailureClass Failure, string Place, long Offset, string Detail);

/// <summary>What verifying a stream came to.</summary>
/// <param name="Items">How many were read.</param>
/// <param name="Bytes">How many were accounted for: where reading stopped.</param>
/// <param name="Findings">In the order of the stream; none for a sound one.</param>
public sealed record Verification(long Items, long Bytes, IReadOnlyList<Finding> Findings)
{
    /// <summary>Bytes of the whole stream; null in a pipe that was not read to its end.</summary>
    public long? Size { get; init; }
}
