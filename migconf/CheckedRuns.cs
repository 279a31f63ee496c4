using Migconf.Reports;

namespace Migconf.Cli;

/// <summary>Runs of scenarios, some at a time, told in their order.</summary>
internal static class CheckedRuns
{
    /// <summary>With a lab of four releases the runs take many minutes: after so many of them it is said how far they are.</summary>
    private const int RunsBetweenWords = 50;

    /// <param name="of">Whose runs, for the words.</param>
    /// <param name="count">How many.</param>
    /// <param name="workers">How many at a time.</param>
    /// <param name="run">The one with this index.</param>
    /// <param name="tell">Hears of each.</param>
    /// <param name="cancel">Ends them early.</param>
    internal static async Task InOrder(
        string of, int count, int workers, Func<int, CancellationToken, Task<CaseResult>> run, Action<CaseResult> tell, CancellationToken cancel)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var free = new SemaphoreSlim(workers);
        var runs = Enumerable.Range(0, count).Select(One).ToList();
        try
        {
            for (var done = 0; done < count; done++)
            {
                if (done > 0 && done % RunsBetweenWords == 0)
                {
                    await Console.Error.WriteLineAsync($"{of}: {done} of {count} runs");
                }

                tell(await runs[done]);
            }
        }
        finally
        {
            // Whatever ended it, no run goes on behind its back.
            await ending.CancelAsync();
            await Task.WhenAll((IEnumerable<Task>)runs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task<CaseResult> One(int index)
        {
            await free.WaitAsync(ending.Token);
            try
            {
                return await Task.Run(() => run(index, ending.Token), CancellationToken.None);
            }
            finally
            {
                free.Release();
            }
        }
    }
}
