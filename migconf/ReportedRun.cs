using System.CommandLine;
using Migconf.Reports;

namespace Migconf.Cli;

/// <summary>A run whose cases are reported however it ends: by itself, or by a signal.</summary>
internal static class ReportedRun
{
    /// <param name="command">The command's name.</param>
    /// <param name="parsed">Where reports go.</param>
    /// <param name="reports">The options that say so.</param>
    /// <param name="run">Runs, and tells each case when it is done.</param>
    /// <param name="cancel">Ends it early.</param>
    internal static async Task<int> Of(string command, ParseResult parsed, ReportOptions reports, Func<Action<CaseResult>, Task> run, CancellationToken cancel)
    {
        var cases = new List<CaseResult>();

        // A judge at work does not hear of a signal; the report does not wait for it.
        var work = Task.Run(() => run(Tell), CancellationToken.None);
        try
        {
            await work.WaitAsync(cancel);
            return reports.Finish(parsed, Report());
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            reports.Finish(parsed, Report() with { InterruptedBy = Interruption.Latest is { ExitCode: > 0 and var code } ? code : ExitCodes.Interrupted });
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        void Tell(CaseResult one)
        {
            lock (cases)
            {
                cases.Add(one);
            }
        }

        RunReport Report()
        {
            lock (cases)
            {
                return new(Tool.Version, command, [.. cases]);
            }
        }
    }
}
