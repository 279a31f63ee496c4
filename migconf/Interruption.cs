using System.Runtime.InteropServices;

namespace Migconf.Cli;

/// <summary>Ends a run in good order on SIGINT, SIGTERM and SIGHUP; by force when that takes too long, or when asked again.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource cancel = new();
    private readonly PosixSignalRegistration[] registrations;

    internal Interruption()
    {
        Latest = this;
        registrations = [On(PosixSignal.SIGINT, 2), On(PosixSignal.SIGTERM, 15), On(PosixSignal.SIGHUP, 1)];
    }

    /// <summary>That of the run under way.</summary>
    internal static Interruption? Latest { get; private set; }

    internal CancellationToken Token => cancel.Token;

    /// <summary>128 and the number of the signal; 0 when none came.</summary>
    internal int ExitCode { get; private set; }

    public void Dispose()
    {
        Array.ForEach(registrations, registration => registration.Dispose());
        cancel.Dispose();
    }

    private PosixSignalRegistration On(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (ExitCode != 0)
        {
            Environment.Exit(ExitCode);
        }

        ExitCode = 128 + number;
        Console.Error.WriteLine("interrupted");
        _ = cancel.CancelAsync();
        _ = Task.Delay(Patience).ContinueWith(_ => Environment.Exit(ExitCode), TaskScheduler.Default);
    });
}
