using Exploration;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Network;

public enum MessageKind
{
    /// <summary>Header and configuration section: the machine type.</summary>
    Configuration,
    OpenReturnPath,

    /// <summary>RAM setup section: the size of memory.</summary>
    RamSetup,

    /// <summary>A page and the version of its content.</summary>
    Page,

    /// <summary>Device state, with the guest's run state.</summary>
    DeviceState,
    EndOfStream,

    /// <summary>Return path: loading has ended; 0 well, 1 not.</summary>
    Shut,
}

/// <summary>One element of the stream, as abstract as the control plane allows.</summary>
public readonly record struct Message(MessageKind Kind, int Number = 0, int Version = 0, RunState Guest = RunState.Running)
    : IStableHash
{
    public ulong StableHash() => Exploration.StableHash.Mix(
        ((ulong)Kind << 32) | (uint)Number,
        ((ulong)Version << 8) | (ulong)Guest);
}
