using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;
using Migconf.Wire.Checking;
using Migconf.Wire.Faults;

namespace Migconf.Wire.Incoming;

/// <summary>The destination's side of one migration: accepts the source's channels, tells them apart by their first bytes, keeps
/// what arrives, and answers. First <see cref="Receive"/>, then <see cref="Answer"/>.</summary>
public sealed class IncomingMigration : IAsyncDisposable
{
    private static readonly TimeSpan OvertakingPatience = TimeSpan.FromSeconds(5);
    private readonly Socket listener;
    private readonly IncomingSettings settings;
    private readonly CancellationTokenSource ended;
    private readonly FaultHand hand;
    private readonly Rounds rounds;
    private readonly MainChannel main;
    private readonly ReturnPath answers = new();
    private readonly ConcurrentBag<WireConnection> connections = [];
    private readonly ConcurrentBag<Task> serving = [];
    private readonly ConcurrentDictionary<int, MultifdChannel> multifd = new();
    private readonly ConcurrentQueue<WireFinding> findings = new();
    private readonly Channel<WireConnection> mains = System.Threading.Channels.Channel.CreateUnbounded<WireConnection>();
    private readonly TaskCompletionSource allChannels = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task accepting;
    private IEnumerator<StreamItem>? rest;
    private Exception? failure;
    private bool isFinished;

    private IncomingMigration(Socket listener, WireAddress address, IncomingSettings settings, FaultPlan faults, CancellationToken cancel)
    {
        (this.listener, this.settings, Address) = (listener, settings, address);
        ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        hand = new(faults, CloseAll, () => answers.Shut(ok: false), ended.Token);
        rounds = new(settings.Channels, settings.Patience);
        Image = new(settings.MostMemory);
        main = new(Image, settings, rounds, hand, answers);
        ended.Token.Register(CloseAll);
        accepting = Accept();
    }

    /// <summary>Where the source is told to migrate to: with the port that was taken.</summary>
    public WireAddress Address { get; }

    /// <summary>The machine, as far as it arrived.</summary>
    public MachineImage Image { get; }

    /// <summary>What arrived, counted.</summary>
    public IncomingCounts Counts => new(
        connections.Count, multifd.Count, multifd.Values.Sum(one => one.Packets), rounds.Marks, main.Parts, main.LastPart, main.Requested, main.Answered,
        connections.Sum(one => one.Input.Count), Recoveries, answers.IsOpen, new SortedDictionary<string, int>(answers.Sent, StringComparer.Ordinal));

    /// <summary>Whether the memory's section was ended.</summary>
    public bool HasEnded => main.HasEnded;

    /// <summary>Whether the source gave the guest away before its memory was complete: a broken connection is recovered from then on.</summary>
    public bool IsRunning => main.IsRunning;

    /// <summary>How often a broken postcopy was recovered.</summary>
    public int Recoveries { get; private set; }

    /// <summary>What was wrong with the stream beside what made it unreadable.</summary>
    public IReadOnlyList<WireFinding> Findings => [.. main.Findings, .. findings];

    /// <summary>Begins to listen.</summary>
    /// <param name="address">Where; port 0 takes a free one.</param>
    /// <param name="settings">How.</param>
    /// <param name="faults">What is done to it.</param>
    /// <param name="cancel">Ends it and closes every connection.</param>
    /// <exception cref="WireException">The address cannot be listened on.</exception>
    public static IncomingMigration Listen(WireAddress address, IncomingSettings settings, FaultPlan faults, CancellationToken cancel)
    {
        var socket = address.Listen();
        return new(socket, new(socket.LocalEndPoint ?? address.EndPoint), settings, faults, cancel);
    }

    /// <summary>Waits for the source, and takes its stream up to its last byte. The source waits for <see cref="Answer"/>
    /// then.</summary>
    /// <exception cref="StreamException">The stream cannot be read.</exception>
    /// <exception cref="WireException">The source was silent, or a channel broke.</exception>
    /// <exception cref="FaultException">A fault ended it.</exception>
    public Task Receive() => Task.Factory.StartNew(ReceiveAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Tells the source how it ended, and waits until it has closed its channels.</summary>
    /// <param name="ok">Whether the machine may be taken as loaded.</param>
    public Task Answer(bool ok) => Task.Factory.StartNew(() => End(ok), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        isFinished = true;
        await ended.CancelAsync();
        listener.Dispose();
        CloseAll();
        await accepting;
        await Task.WhenAll(serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var channel in multifd.Values)
        {
            channel.Dispose();
        }

        rest?.Dispose();
        ended.Dispose();
        if (Address.EndPoint is UnixDomainSocketEndPoint path)
        {
            File.Delete(path.ToString());
        }
    }

    private void ReceiveAll()
    {
        while (true)
        {
            var connection = NextMain();
            try
            {
                Begin(connection);
                return;
            }
            catch (Exception broken) when (main.IsRunning && !ended.IsCancellationRequested && IsLost(broken))
            {
                connection.Dispose();
                Recoveries++;
            }
            catch (Exception) when (failure is not null)
            {
                // A channel that failed first closed the others: its failure is the cause.
                ExceptionDispatchInfo.Throw(failure);
            }
        }
    }

    private static bool IsLost(Exception broken) => broken is WireException { Id: "MIG-WIRE-002" } or FaultException
        || (broken is StreamException cut && cut.Failure == StructureFailures.CutShort);

    /// <summary>How long a source takes to begin is its own affair; a paused postcopy waits as patiently.</summary>
    private WireConnection NextMain()
    {
        try
        {
            return mains.Reader.ReadAsync(ended.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (ChannelClosedException)
        {
            ExceptionDispatchInfo.Throw(failure!);
            throw;
        }
    }

    private void Begin(WireConnection connection)
    {
        var isRecovery = main.IsRunning;
        if (settings.Channels > 0 && !isRecovery && !allChannels.Task.Wait((int)settings.Patience.TotalMilliseconds, ended.Token))
        {
            throw new WireException(
                "MIG-WIRE-006", $"{multifd.Count} of {settings.Channels} multifd channels came within {settings.Patience.TotalSeconds:0.#} s",
                "set multifd and multifd-channels on the source as --channels says");
        }

        var reader = new MigrationReader(connection.Input, new ReaderOptions { LeaveDevicesOpaque = true }, isRecovery);
        rest = reader.Items().GetEnumerator();
        main.Run(connection, reader, rest, ended.Token);
        if (main.IsRunning)
        {
            // The end of the main stream may overtake what comes on a preempt channel, even its first page; whatever is missing after that is found by the check.
            SpinWait.SpinUntil(() => Image.Memory.Blocks.All(block => !block.Missing.Any()), OvertakingPatience);
        }
    }

    private void End(bool ok)
    {
        if (answers.IsOpen)
        {
            answers.Shut(ok);
        }
        else if (!ok)
        {
            CloseAll();
            return;
        }

        // A source that was refused does not end its stream in good order.
        isFinished = true;
        if (ok)
        {
            LookBehindTheEnd();
        }

        listener.Dispose();
        if (!Task.WhenAll(serving).ContinueWith(_ => { }, TaskScheduler.Default).Wait(settings.Patience))
        {
            findings.Enqueue(new("MIG-WIRE-006", "multifd", $"a channel stayed open; marks {rounds.Marks}, SYNC packets {string.Join(", ", rounds.Syncs)}"));
        }

        if (rounds.Syncs.Any(count => count != rounds.Marks))
        {
            findings.Enqueue(new("MIG-WIRE-006", "multifd", $"{rounds.Marks} marks in the main stream, SYNC packets {string.Join(", ", rounds.Syncs)}"));
        }

        CloseAll();
    }

    private void LookBehindTheEnd()
    {
        try
        {
            while (rest?.MoveNext() == true)
            {
                if (rest.Current is TrailingBytes more)
                {
                    findings.Enqueue(new(StructureFailures.TrailingBytes.Id, $"byte {more.Offset}", $"{more.Count} bytes after the end"));
                }
            }
        }
        catch (WireException reset) when (reset.Id == "MIG-WIRE-002")
        {
            // All was there: a source may leave without good-bye.
        }
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(ended.Token);
                serving.Add(Task.Factory.StartNew(() => Serve(socket), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    private void Serve(Socket socket)
    {
        // Only the main stream has to show life: other channels may rest for as long as it does.
        var connection = new WireConnection(socket, "channel", hand, (FaultPlace.InChannel, FaultPlace.InChannel), TimeSpan.Zero);
        connections.Add(connection);
        try
        {
            var head = connection.Input.Head(sizeof(uint));
            var magic = head.Length == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(head) : 0;
            if (head.Length == 0)
            {
                // Nothing was sent, as on a preempt channel that was not needed.
                return;
            }

            if (magic == StreamHeader.Magic || head is [StreamCommand.Mark, ..])
            {
                // A recovered postcopy begins with a command; the old connection's end may not have been noticed yet.
                HandOver(connection);
            }
            else if (magic == MultifdHello.Magic)
            {
                Multifd(connection);
            }
            else
            {
                new PreemptChannel(connection, Image, hand).Run();
            }
        }
        catch (Exception wrong) when (isFinished || ended.IsCancellationRequested || wrong is OperationCanceledException)
        {
            // The migration is over; a channel that breaks then breaks nothing.
        }
        catch (Exception lost) when (main.IsRunning && IsLost(lost))
        {
            // The source pauses then, and comes again with all its channels.
        }
        catch (Exception wrong)
        {
            failure ??= wrong;
            mains.Writer.TryComplete();
            CloseAll();
        }
    }

    /// <summary>The main stream is read by whoever waits for it, and with patience.</summary>
    private void HandOver(WireConnection connection)
    {
        connection.Become("the source's main stream", (FaultPlace.In, FaultPlace.InReturn), settings.Patience);
        mains.Writer.TryWrite(connection);
    }

    private void Multifd(WireConnection connection)
    {
        var channel = new MultifdChannel(connection, Image, rounds, hand);
        channel.Run(
            hello =>
            {
                if (hello.Channel >= settings.Channels || !multifd.TryAdd(hello.Channel, channel))
                {
                    throw new WireException(
                        "MIG-WIRE-005", $"multifd channel {hello.Channel} came, and {settings.Channels} were expected", "set multifd-channels and --channels alike");
                }

                Image.Uuid = hello.Uuid;
                if (multifd.Count == settings.Channels)
                {
                    allChannels.TrySetResult();
                }
            },
            ended.Token);
    }

    private void CloseAll()
    {
        foreach (var connection in connections)
        {
            connection.Dispose();
        }
    }
}
