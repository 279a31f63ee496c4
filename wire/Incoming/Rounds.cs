namespace Migconf.Wire.Incoming;

/// <summary>Keeps multifd channels and the main stream in step: a channel that sent SYNC goes on when the main stream has
/// reached the mark that belongs to it, and the main stream goes on when every channel has sent its SYNC. So a page that is sent
/// again in the next round can never be overtaken. Facts: wire-format, section 2.5.</summary>
/// <param name="channels">How many channels there are.</param>
/// <param name="patience">How long one waits for the other.</param>
internal sealed class Rounds(int channels, TimeSpan patience)
{
    private readonly Lock guard = new();
    private readonly int[] syncs = new int[channels];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int marks;

    /// <summary>Marks of the main stream so far.</summary>
    internal int Marks => marks;

    /// <summary>SYNC packets of each channel so far.</summary>
    internal IReadOnlyList<int> Syncs => syncs;

    /// <summary>The main stream has reached a mark.</summary>
    internal void Mark(CancellationToken cancel)
    {
        if (channels == 0)
        {
            return;
        }

        Wait(() => syncs.Min() > marks, () => $"the main stream is at mark {marks + 1}, the channels have sent {string.Join(", ", syncs)} SYNC packets", patience, cancel);
        lock (guard)
        {
            marks++;
            Change();
        }
    }

    /// <summary>A channel has sent SYNC.</summary>
    internal void Sync(int channel, CancellationToken cancel)
    {
        int mine;
        lock (guard)
        {
            mine = ++syncs[channel];
            Change();
        }

        // The main stream may be silent for as long as the other channels are busy: its own patience ends that.
        Wait(() => marks >= mine, () => "", Timeout.InfiniteTimeSpan, cancel);
    }

    /// <summary>With the lock held.</summary>
    private void Change()
    {
        changed.TrySetResult();
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private void Wait(Func<bool> met, Func<string> state, TimeSpan limit, CancellationToken cancel)
    {
        while (true)
        {
            Task next;
            lock (guard)
            {
                if (met())
                {
                    return;
                }

                next = changed.Task;
            }

            if (!next.Wait((int)limit.TotalMilliseconds, cancel))
            {
                throw new WireException(
                    "MIG-WIRE-006", $"multifd channels are out of step: {state()}", "set multifd-channels and the machine type alike on both sides (--channels)");
            }
        }
    }
}
