namespace Migconf.Implementations.Qemu;

/// <summary>Lets bytes pass, or holds them.</summary>
internal sealed class Valve
{
    private volatile TaskCompletionSource gate = Opened();

    internal void Close()
    {
        if (gate.Task.IsCompleted)
        {
            gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    internal void Open() => gate.TrySetResult();

    internal Task Pass(CancellationToken cancel) => gate.Task.WaitAsync(cancel);

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
