using Migconf.Streams.Failures;

namespace Migconf.Streams.Comparing;

/// <summary>How two streams differ, seen as one side sending and the other receiving.</summary>
/// <param name="Failure">What the difference leads to; null for a mere difference of values.</param>
/// <param name="Section">The section, or what is in its place.</param>
/// <param name="Path">The field below it; empty for the whole.</param>
/// <param name="Detail">What the two have.</param>
public sealed record Difference(FailureClass? Failure, string Section, string Path, string Detail);
