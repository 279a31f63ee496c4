using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>A QEMU that was to answer has ended.</summary>
/// <param name="id">The catalogue id.</param>
/// <param name="message">When it ended, and how.</param>
/// <param name="remedy">What to do about it.</param>
/// <param name="exitCode">Its exit code; a signal as its negative number.</param>
/// <param name="printed">What it printed last, on standard output and standard error.</param>
public sealed class QemuEndedException(string id, string message, string remedy, int exitCode, string printed) : BenchException(id, message, remedy)
{
    /// <summary>Its exit code; a signal as its negative number.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What it printed last.</summary>
    public string Printed { get; } = printed;
}
