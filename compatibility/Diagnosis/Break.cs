using Migconf.Implementations.Qemu;
using Migconf.Streams.Failures;

namespace Migconf.Compatibility.Diagnosis;

/// <summary>From one release to another.</summary>
/// <param name="From">The source's.</param>
/// <param name="To">The destination's.</param>
public sealed record Passage(string From, string To)
{
    /// <summary>Between two binaries: by their releases, or by their names where both are of one release.</summary>
    public static Passage Of(QemuBinary source, QemuBinary destination) =>
        source.Release == destination.Release ? new(source.Name, destination.Name) : new(source.Release, destination.Release);

    /// <inheritdoc/>
    public override string ToString() => $"{From} -> {To}";
}

/// <summary>A device whose stream one release sends and another does not take as it was sent.</summary>
/// <param name="Passage">Which way.</param>
/// <param name="End">How the load ended; completed when the state was lost without a word.</param>
/// <param name="Failure">The class of the stream catalogue; null for a crash or a hang.</param>
/// <param name="Compat">The class of the device catalogue that says what was done to the description; null when none does.</param>
/// <param name="Section">The section's name on the wire.</param>
/// <param name="Field">The field, or the subsection; empty when it is the whole section.</param>
/// <param name="Message">What the QEMU said; its own words.</param>
/// <param name="Reason">What the two releases' own streams show of the cause.</param>
/// <param name="Within">What the source's own release does with the same stream, when it does not load it either; else empty.</param>
public sealed record Break(
    Passage Passage, TransferEnd End, FailureClass? Failure, string? Compat, string Section, string Field, string Message, string Reason, string Within)
{
    private const string CrashId = "MIG-VMM-001";
    private const string HangId = "MIG-VMM-002";

    /// <summary>It shows only where a guest has run; the load that was tried completes.</summary>
    public bool NeedsGuest { get; init; }

    /// <summary>The class under which it is counted: of a stream, or of the process that ended or hangs.</summary>
    public string Id => Failure?.Id ?? (End == TransferEnd.Hung ? HangId : CrashId);
}
