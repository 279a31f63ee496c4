using Exploration;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>Slows a guest down whose memory changes faster than it is sent: by pauses of its virtual CPUs (auto-converge), or by a limit to
/// the pages that each may write (dirty-limit). By how much, from pass to pass more, is not said here: a guest that is slowed down
/// writes one page in a pass at most.</summary>
public sealed class Throttle(World world, Side side) : SharedObject(world, $"{side.Name()} throttle")
{
    private bool isOn;
    private bool hasTurn;

    /// <summary>For laws.</summary>
    public bool IsOn => isOn;

    protected override ulong StateHash => (isOn ? 1UL : 0) | (hasTurn ? 2UL : 0);

    /// <summary>Whether it is on, as a manager is told.</summary>
    internal bool Read()
    {
        Touches(Touch.Read);
        return isOn;
    }

    /// <summary>A pass has come to its end: who is slowed down may write once more.</summary>
    internal void NextPass()
    {
        hasTurn = true;
        Changed();
    }

    internal void Begin()
    {
        isOn = true;
        Changed();
    }

    /// <summary>A moment after the status has become terminal, as a manager may see.</summary>
    internal Operation End() => Begin(Access.Write);

    /// <summary>Whether a virtual CPU may write now.</summary>
    internal bool LetsWrite => !isOn || hasTurn;

    /// <summary>What <see cref="LetsWrite"/> hangs on, and what a write uses up.</summary>
    internal void DeclareWrite() => Touches((isOn ? Touch.Write : Touch.Read) | Touch.MayWait);

    internal void NoteWritten()
    {
        if (isOn)
        {
            hasTurn = false;
            Changed();
        }
    }

    protected override void Declare(in Pending operation, ControlledThread thread) => Touches(Touch.Write);

    protected override ulong Run(in Pending operation, ControlledThread thread)
    {
        isOn = false;
        return 0;
    }

    protected override string Describe(in Pending operation) => "slow the guest down no longer";
}
