using Exploration.Gallery.Bugs;
using Exploration.Gallery.Models;

namespace Exploration.Gallery;

/// <summary>All programs with known bugs.</summary>
public static class Catalogue
{
    public static IReadOnlyList<BuggyProgram> Bugs { get; } =
    [
        new("lost-update", "two threads add one without protection", LostUpdate.Checked, OutcomeKind.Failed, 1),
        new("bounded-buffer", "one condition for readers and writers: a signal wakes the wrong one", BoundedBuffer.SignalsOne, OutcomeKind.Deadlock, 0)
        { Fixed = BoundedBuffer.SignalsAll },
        new("split-brain", "a cancel looks and then acts: both sides own the guest", SplitBrain.Common, OutcomeKind.Failed, 2),
        new("split-brain-rare", "it looks again, which leaves a rare way", SplitBrain.Rare, OutcomeKind.Failed, 2),
        .. Atomicity.All,
        .. Deadlocks.All,
        .. Signals.All,
        .. Ordering.All,
    ];
}
