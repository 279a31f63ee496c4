using System.Net.Sockets;
using Migconf.Streams.Items;
using Migconf.Wire.Faults;
using Migconf.Wire.Memory;

namespace Migconf.Wire.Outgoing;

/// <summary>What was sent on.</summary>
/// <param name="Full">Pages with contents.</param>
/// <param name="Zero">Pages of zeros.</param>
/// <param name="Requested">Pages that the destination asked for.</param>
/// <param name="Bytes">Bytes of the main stream.</param>
/// <param name="Answers">How often each answer came.</param>
public sealed record OutgoingCounts(int Full, int Zero, int Requested, long Bytes, IReadOnlyDictionary<string, int> Answers);

/// <summary>The source's side of one migration: sends a machine as it arrived. Device sections go byte for byte, memory by the writer.</summary>
public sealed class OutgoingMigration
{
    private const string Ram = "ram";
    private static readonly byte[] NoDevices = """{"page_size": 4096, "devices": []}"""u8.ToArray();
    private const int PagesOfAPart = 256;
    private const uint PageSizes = 4096;
    private readonly MachineImage image;
    private readonly OutgoingSettings settings;
    private readonly FaultHand hand;
    private readonly List<WireConnection> connections = [];

    private OutgoingMigration(MachineImage image, OutgoingSettings settings, FaultPlan faults, CancellationToken cancel)
    {
        (this.image, this.settings) = (image, settings);
        hand = new(faults, CloseAll, static () => { }, cancel);
    }

    /// <summary>Sends a machine, and waits until the destination has it.</summary>
    /// <param name="image">The machine, complete.</param>
    /// <param name="address">The destination listens there.</param>
    /// <param name="settings">How.</param>
    /// <param name="faults">What is done to it.</param>
    /// <param name="cancel">Closes every connection.</param>
    /// <exception cref="WireException">It cannot be sent on, the destination refused it, or a connection broke.</exception>
    /// <exception cref="FaultException">A fault ended it.</exception>
    public static Task<OutgoingCounts> Send(
        MachineImage image, WireAddress address, OutgoingSettings settings, FaultPlan faults, CancellationToken cancel)
    {
        if (Forwarding.Refuses(image, settings) is { } reason)
        {
            throw new WireException("MIG-WIRE-007", $"the machine cannot be sent on: {reason}", "leave out what the message names, or receive without --forward");
        }

        var migration = new OutgoingMigration(image, settings, faults, cancel);
        return Task.Factory.StartNew(() => migration.Run(address, cancel), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private OutgoingCounts Run(WireAddress address, CancellationToken cancel)
    {
        using var closing = cancel.Register(CloseAll);
        try
        {
            var main = Connect(address, "the destination's main stream", FaultPlace.Out);
            var channels = Enumerable.Range(0, settings.Channels).Select(index => Connect(address, $"multifd channel {index} to the destination", FaultPlace.OutChannel)).ToList();
            var multifd = channels.Count == 0 ? null : new MultifdSender(channels, image.Uuid, image.Memory.PageSize);
            var answers = new DestinationAnswers(main, hand);
            Head(main, answers);
            multifd?.Greet();
            var pages = new PageSender(main, image, Forwarding.MarksFlushes(image), multifd);
            if (settings.Postcopy)
            {
                new PostcopySender(image, settings, main, pages, answers, Devices).Send();
            }
            else
            {
                Precopy(main, pages);
            }

            Finish(main, answers);
            return new(pages.Full, pages.Zero, answers.Requested, main.Sent, new SortedDictionary<string, int>(answers.Seen, StringComparer.Ordinal));
        }
        catch (WireException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        finally
        {
            CloseAll();
        }
    }

    private WireConnection Connect(WireAddress address, string who, FaultPlace writes)
    {
        var connection = new WireConnection(
            address.Connect(), who, hand, (writes == FaultPlace.Out ? FaultPlace.OutReturn : FaultPlace.OutChannel, writes), settings.Patience);
        connections.Add(connection);
        return connection;
    }

    private void Head(WireConnection main, DestinationAnswers answers)
    {
        main.Send(new StreamHeader(StreamHeader.Current));
        if (image.Configuration is { } configuration)
        {
            main.Send(configuration);
        }

        if (settings.ReturnPath)
        {
            main.Send(new StreamCommand(CommandKind.OpenReturnPath, 0));
            main.Send(new StreamCommand(CommandKind.Ping, 4) { Value = 1 });
            answers.Listen();
        }

        if (settings.Postcopy)
        {
            main.Send(new StreamCommand(CommandKind.PostcopyAdvise, 16) { PageSizes = PageSizes, TargetPage = (ulong)image.Memory.PageSize });
        }

        foreach (var (item, section) in Devices(isEarly: true))
        {
            main.Send(item, section);
        }

        main.Flush();
    }

    private void Precopy(WireConnection main, PageSender pages)
    {
        pages.Start();
        var all = image.Memory.Blocks.SelectMany(block => Enumerable.Range(0, block.Pages).Select(page => (block, page)));
        foreach (var part in all.Chunk(settings.Channels == 0 ? PagesOfAPart : int.MaxValue))
        {
            pages.Part(part);
        }

        if (image.Commands.Contains(CommandKind.SwitchoverStart))
        {
            main.Send(new StreamCommand(CommandKind.SwitchoverStart, 0));
        }

        pages.Part([], SectionKind.End);
        foreach (var (item, section) in Devices(isEarly: false))
        {
            main.Send(item, section);
        }

        main.Send(new EndOfSections());
        if (image.Description is { } || image.WasPostcopy)
        {
            // Postcopy sends no description, and a receiver of precopy waits for one. It reads no further than its length.
            main.Send(new DescriptionItem(image.Description ?? NoDevices));
        }

        main.Flush();
    }

    /// <summary>Device sections as they came.</summary>
    private IEnumerable<(StreamItem Item, string Section)> Devices(bool isEarly)
    {
        foreach (var device in image.Devices.Where(one => one.IsEarly == isEarly))
        {
            yield return (device.Header, device.Header.Name);
            yield return (new OpaqueBody(device.Body), device.Header.Name);
            if (image.HasFooters)
            {
                yield return (new SectionFooter(device.Header.Id), device.Header.Name);
            }
        }
    }

    private void Finish(WireConnection main, DestinationAnswers answers)
    {
        if (!settings.ReturnPath)
        {
            main.Shutdown(SocketShutdown.Send);
            return;
        }

        try
        {
            if (!answers.Shut.Wait((int)settings.Patience.TotalMilliseconds))
            {
                throw WireException.Silent("the destination's answers", settings.Patience);
            }
        }
        catch (AggregateException wrong) when (wrong.InnerException is { } inner)
        {
            throw inner;
        }

        main.Shutdown(SocketShutdown.Both);
        answers.End();
        if (answers.Shut.Result != 0)
        {
            throw new WireException("MIG-WIRE-008", $"the destination refused the machine: SHUT {answers.Shut.Result}", "the destination's own log says what it did not like");
        }
    }

    private void CloseAll() => connections.ForEach(connection => connection.Dispose());
}
