using System.Collections.Concurrent;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;
using Migconf.Wire.Faults;

namespace Migconf.Wire.Outgoing;

/// <summary>Reads what the destination answers. Facts: wire-format, section 3.</summary>
internal sealed class DestinationAnswers(WireConnection connection, FaultHand hand)
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(1);
    private readonly ConcurrentQueue<(string Block, ulong Address, uint Count)> requests = new();
    private readonly TaskCompletionSource<uint> shut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string block = "";
    private int requested;
    private Task listening = Task.CompletedTask;

    /// <summary>The value of SHUT: 0 when the machine is loaded.</summary>
    internal Task<uint> Shut => shut.Task;

    /// <summary>Pages that were asked for, in requests.</summary>
    internal int Requested => requested;

    /// <summary>How many answers of a kind came.</summary>
    internal ConcurrentDictionary<string, int> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads in the background until SHUT, or the connection's end.</summary>
    internal void Listen() => listening = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Waits until nothing more is read: a connection that is closed under a reader is reset, not ended.</summary>
    internal void End() => listening.Wait(EndPatience);

    /// <summary>The next request that nobody took; null when there is none.</summary>
    internal (string Block, ulong Address, uint Count)? Next() => requests.TryDequeue(out var request) ? request : null;

    private void Read()
    {
        try
        {
            foreach (var item in new ReturnPathReader(connection.Input, new ReaderOptions()).Items())
            {
                var (kind, detail) = MessageNames.Of(item, "");
                hand.Read(FaultPlace.OutReturn, kind, detail, connection);
                if (item is ReturnMessage message)
                {
                    Take(message);
                }
            }

            shut.TrySetException(WireException.Broken(connection.Who, "the destination closed it before it said that the machine is loaded"));
        }
        catch (Exception wrong)
        {
            shut.TrySetException(wrong);
        }
    }

    private void Take(ReturnMessage message)
    {
        Seen.AddOrUpdate(message.Name, 1, (_, count) => count + 1);
        switch (message.Kind)
        {
            case ReturnKind.RequestPages or ReturnKind.RequestPagesOf:
                block = message.Kind == ReturnKind.RequestPagesOf ? message.Block : block;
                requested++;
                requests.Enqueue((block, message.Address, message.Count));
                break;
            case ReturnKind.Shut:
                shut.TrySetResult(message.Value);
                break;
        }
    }
}
