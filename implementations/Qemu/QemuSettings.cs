namespace Migconf.Implementations.Qemu;

/// <summary>How QEMU is run, and how long it is waited for.</summary>
public sealed record QemuSettings
{
    /// <summary>The name of an accelerator: <c>tcg</c> or <c>kvm</c>.</summary>
    public string Accelerator { get; init; } = "tcg";

    /// <summary>The device that must be usable before <c>kvm</c> is asked for.</summary>
    public string KvmDevice { get; init; } = "/dev/kvm";

    /// <summary>Where the private folders are made.</summary>
    public string TemporaryFolder { get; init; } = Path.GetTempPath();

    /// <summary>From the start of a process to its readiness for commands.</summary>
    public TimeSpan StartPatience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>After so long without anything seen, the processes are looked at.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For the answer to an out-of-band probe.</summary>
    public TimeSpan ProbePatience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For the end of a process whose connection has ended.</summary>
    public TimeSpan EndPatience { get; init; } = TimeSpan.FromSeconds(10);
}
