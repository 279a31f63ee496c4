using Migconf.Compatibility.Diagnosis;
using Migconf.Implementations.Qemu;
using Migconf.Streams.Failures;

namespace Migconf.Compatibility.Damage;

/// <summary>How two verdicts on one damaged stream stand to each other.</summary>
public enum Standing
{
    /// <summary>Both take it.</summary>
    BothAccept,

    /// <summary>Both refuse it, and QEMU says what the catalogue says that the reader's class shows.</summary>
    SameClass,

    /// <summary>Both refuse it, and QEMU's words stand for another class.</summary>
    OtherClass,

    /// <summary>The reader refuses what QEMU loads.</summary>
    OnlyReader,

    /// <summary>QEMU refuses what the reader finds nothing wrong with.</summary>
    OnlyQemu,

    /// <summary>QEMU crashed or hung.</summary>
    QemuFell,
}

/// <summary>A damaged stream with both verdicts.</summary>
/// <param name="Damaged">What was done.</param>
/// <param name="Read">The class the reader found first; null when it is sound to it.</param>
/// <param name="ReadAt">Section, byte and detail of what the reader found.</param>
/// <param name="Outcome">What QEMU did.</param>
/// <param name="Release">QEMU's release.</param>
public sealed record Trial(Damaged Damaged, FailureClass? Read, string ReadAt, LoadOutcome Outcome, string Release)
{
    /// <summary>What QEMU's words stand for.</summary>
    public Complaint Said { get; } = Complaint.Of(Outcome.Words);

    /// <summary>How the verdicts stand to each other.</summary>
    public Standing Standing => (Outcome.End, Read) switch
    {
        (TransferEnd.Crashed or TransferEnd.Hung, _) => Standing.QemuFell,
        (TransferEnd.Completed, null) => Standing.BothAccept,
        (TransferEnd.Completed, _) => Standing.OnlyReader,
        (_, null) => Standing.OnlyQemu,
        _ => Read == Said.Failure || Read!.IsShownBy(Outcome.Words) ? Standing.SameClass : Standing.OtherClass,
    };

    /// <summary>Why they may differ; null when nothing known explains it.</summary>
    public string? Explanation => Explanations.Of(this);
}
