using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>What becomes of memory and process (parameter <c>mode</c>; facts: control-plane, section 6).</summary>
public enum Mode
{
    /// <summary>Memory is copied while the guest runs.</summary>
    Normal,

    /// <summary>The guest stops first and everything is saved; the host may be rebooted before it is loaded.</summary>
    CprReboot,

    /// <summary>The guest stops first and its shared memory is handed to another process of the same host.</summary>
    CprTransfer,

    /// <summary>The guest stops first and its shared memory is handed to the program that takes this process over.</summary>
    CprExec,
}

/// <summary>What each mode asks for.</summary>
public static class Modes
{
    public static Mode Of(Vmm vmm) => vmm.Settings["mode"]?.Text switch
    {
        "cpr-reboot" => Mode.CprReboot,
        "cpr-transfer" => Mode.CprTransfer,
        "cpr-exec" => Mode.CprExec,
        _ => Mode.Normal,
    };

    /// <summary>The guest's memory is not copied: another process comes to map it.</summary>
    public static bool HandsMemoryOver(this Mode mode) => mode is Mode.CprTransfer or Mode.CprExec;

    /// <summary>Parameter <c>cpr-exec-command</c> of a scenario whose destination takes the source's process over.</summary>
    public const string Successor = "[\"destination\"]";

    /// <summary>Capabilities that go with mode normal alone (facts: control-plane, section 4.2).</summary>
    private static readonly string[] NormalOnly = ["postcopy-ram", "dirty-bitmaps", "background-snapshot", "x-colo"];

    /// <summary>Why a <c>migrate</c> in the mode set is refused.</summary>
    public static ErrorClass Refusal(Vmm vmm) => Of(vmm) switch
    {
        Mode.Normal => ErrorClass.None,
        var _ when NormalOnly.Any(vmm.Settings.Has) => ErrorClass.IncompatibleOptions,
        Mode.CprReboot => ErrorClass.None,
        Mode.CprTransfer when vmm.Outward.HandOver is not { ToSuccessor: false } && vmm.Rules.NoticesMissingChannel => ErrorClass.NoCprChannel,
        Mode.CprExec when vmm.Settings["cpr-exec-command"]?.Text is null or "[]" => ErrorClass.NoCommand,
        Mode.CprTransfer or Mode.CprExec when !vmm.Options.SharesMemory && (vmm.Rules.RefusesVolatileMemory || Of(vmm) == Mode.CprTransfer) => ErrorClass.MemoryNotShared,
        Mode.CprExec when vmm.Outward.Medium != Medium.File && vmm.Rules.ExecNeedsFile => ErrorClass.NotAFile,
        _ => ErrorClass.None,
    };
}
