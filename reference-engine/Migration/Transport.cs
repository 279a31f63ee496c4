using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>What the address of a migration must be able to do, on both sides (facts: control-plane, section 4.2).</summary>
internal static class Transport
{
    /// <summary>Why an address is refused.</summary>
    internal static ErrorClass Refusal(Vmm vmm, Link link) => link.Medium switch
    {
        Medium.File when vmm.Settings.Has("mapped-ram") => ErrorClass.None,
        _ when vmm.Settings.Has("mapped-ram") => ErrorClass.NotSeekable,
        Medium.Network => ErrorClass.None,
        _ => vmm.Settings.Has("multifd") || vmm.Settings.Has("postcopy-preempt") ? ErrorClass.NotMultiChannel : ErrorClass.None,
    };
}
