using System.Text;

namespace Migconf.Implementations.Qemu;

/// <summary>Reads what a program prints, however much that is, and keeps the end of it.</summary>
internal sealed class OutputTail
{
    private const int Limit = 2000;
    private readonly List<byte> kept = [];
    private readonly Task reading;

    internal OutputTail(params Stream[] streams) => reading = Task.WhenAll(streams.Select(Read));

    /// <summary>The last words, once all was read or the time is over.</summary>
    internal async Task<string> Text(TimeSpan patience)
    {
        await Task.WhenAny(reading, Task.Delay(patience));
        lock (kept)
        {
            return Printable.Clean(Encoding.UTF8.GetString([.. kept])).Trim();
        }
    }

    private async Task Read(Stream stream)
    {
        var buffer = new byte[4096];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer)) > 0)
            {
                lock (kept)
                {
                    kept.AddRange(buffer.AsSpan(0, count));
                    kept.RemoveRange(0, Math.Max(0, kept.Count - Limit));
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Closed on this side.
        }
    }
}
