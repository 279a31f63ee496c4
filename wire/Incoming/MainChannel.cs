using Migconf.Streams.Checking;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;
using Migconf.Wire.Checking;
using Migconf.Wire.Faults;
using Migconf.Wire.Memory;

namespace Migconf.Wire.Incoming;

/// <summary>Takes the items of the main stream, and answers them as a destination does. It outlives a broken connection: a
/// recovered postcopy goes on where the broken one stopped.</summary>
internal sealed class MainChannel(MachineImage image, IncomingSettings settings, Rounds rounds, FaultHand hand, ReturnPath answers)
{
    private const string Ram = "ram";
    private readonly CommandOrder order = new();
    private readonly List<WireFinding> findings = [];
    private readonly HashSet<(string Block, int Page)> requested = [];
    private PageStore? pages;
    private SectionHeader? section;

    /// <summary>What was wrong so far and let the stream be read on.</summary>
    internal IReadOnlyList<WireFinding> Findings => findings;

    /// <summary>Parts of the memory's section so far, the first and the last included.</summary>
    internal int Parts => image.Memory.Parts;

    /// <summary>Pages of the newest part.</summary>
    internal int LastPart { get; private set; }

    /// <summary>Pages that were asked for and came.</summary>
    internal int Answered { get; private set; }

    /// <summary>Pages that were asked for.</summary>
    internal int Requested => requested.Count;

    /// <summary>Whether the memory's section was ended.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>Whether the source gave the guest away: a broken connection can be recovered from then on.</summary>
    internal bool IsRunning { get; private set; }

    /// <summary>Reads items until the stream is complete. What comes after stays in the enumerator.</summary>
    internal void Run(WireConnection connection, MigrationReader reader, IEnumerator<StreamItem> items, CancellationToken cancel)
    {
        var isComplete = false;
        if (reader.IsRecovery)
        {
            // Nobody opens it again.
            answers.Open(connection);
        }

        while (!isComplete && items.MoveNext())
        {
            cancel.ThrowIfCancellationRequested();
            var item = items.Current;
            section = item as SectionHeader ?? section;
            var (kind, detail) = MessageNames.Of(item, section?.Name ?? "");
            hand.Read(FaultPlace.In, kind, detail, connection);
            isComplete = Take(item, connection, reader, cancel);
        }

        image.HasFooters = reader.HasFooters ?? true;
        if (!isComplete)
        {
            findings.Add(new(StructureFailures.CutShort.Id, "end of stream", "the stream ended without the description of its devices, and nothing was in postcopy"));
        }
    }

    /// <returns>Whether nothing more is to come.</returns>
    private bool Take(StreamItem item, WireConnection connection, MigrationReader reader, CancellationToken cancel)
    {
        switch (item)
        {
            case MachineConfiguration configuration:
                image.Configuration = configuration;
                image.Memory.PageSize = reader.PageSize;
                break;
            case SectionHeader begun:
                Begin(begun);
                break;
            case OpaqueBody body when section is { Kind: SectionKind.Full }:
                image.Devices.Add(new(section, body.Content, IsEarly: image.Ram is null));
                break;
            case RamBlock block:
                image.Memory.Announce(block);
                break;
            case RamPage page:
                Store(page, reader.Payload);
                break;
            case RamMark mark:
                Mark(mark, cancel);
                break;
            case StreamCommand command:
                Obey(command, connection, reader.IsRecovery);
                break;
            case DescriptionItem description:
                image.Description = description.Json;
                return true;
            case EndOfSections end:
                return end.Scope.Length == 0 && IsRunning;
        }

        return false;
    }

    private void Begin(SectionHeader begun)
    {
        if (begun.Name == Ram)
        {
            image.Ram ??= begun;
            image.Memory.Parts++;
            LastPart = 0;
            HasEnded |= begun.Kind == SectionKind.End;
        }
        else if (begun.Kind == SectionKind.Start)
        {
            image.Live.Add(begun.Name);
        }
    }

    private void Store(RamPage page, Payload payload)
    {
        pages ??= new(image.Memory, PageForm.Full);
        pages.Take(page, payload);
        LastPart++;
        Answered += requested.Contains((page.Block, (int)(page.Address / (ulong)image.Memory.PageSize))) ? 1 : 0;
    }

    /// <summary>A mark closes a round of the multifd channels: every flush, or with old senders every end of a part.</summary>
    private void Mark(RamMark mark, CancellationToken cancel)
    {
        if (settings.Channels > 0 && mark.Flags != RamFlags.Hook)
        {
            image.FlushesAreMarked ??= mark.Flags == RamFlags.MultifdFlush;
            if (image.FlushesAreMarked == (mark.Flags == RamFlags.MultifdFlush))
            {
                rounds.Mark(cancel);
            }
        }
    }

    private void Obey(StreamCommand command, WireConnection connection, bool isRecovery)
    {
        image.Commands.Add(command.Kind);
        if (!isRecovery && order.Next(command) is { } wrong)
        {
            findings.Add(new(StructureFailures.WrongOrder.Id, $"{command.Name} at byte {command.Offset}", wrong));
        }

        switch (command.Kind)
        {
            case CommandKind.OpenReturnPath:
                answers.Open(connection);
                if (settings.SwitchoverAck)
                {
                    answers.SwitchoverAck();
                }

                break;
            case CommandKind.Ping:
                answers.Pong(command.Value);
                break;
            case CommandKind.PostcopyRamDiscard:
                Discard(command);
                break;
            case CommandKind.PostcopyRun:
                IsRunning = true;
                AskForPages();
                break;
            case CommandKind.RecvBitmap:
                answers.Bitmap(command.Block, Known(command).Bitmap());
                break;
            case CommandKind.PostcopyResume:
                answers.ResumeAck();
                AskAgain();
                break;
        }
    }

    private void Discard(StreamCommand command)
    {
        foreach (var range in command.Ranges)
        {
            GuestMemory.Discard(Known(command), range);
        }
    }

    private MemoryBlock Known(StreamCommand command) => image.Memory.Find(command.Block)
        ?? throw new StreamException(RamFailures.UnknownBlock, command.Name, "block", command.Offset, $"no block '{command.Block}'");

    /// <summary>Asks for missing pages as a running guest would: evenly spread, from the last to the first, which is against the order in which they come by themselves.</summary>
    private void AskForPages()
    {
        var missing = image.Memory.Blocks.SelectMany(block => block.Missing.Select(page => (block, page))).ToList();
        var count = Math.Min(settings.PageRequests, missing.Count);
        for (var index = count - 1; index >= 0; index--)
        {
            var (block, page) = missing[(int)((long)index * missing.Count / count)];
            requested.Add((block.Name, page));
            Ask(block, page);
        }
    }

    /// <summary>What was asked for on the broken connection and did not come may have been lost with it.</summary>
    private void AskAgain()
    {
        foreach (var block in image.Memory.Blocks)
        {
            foreach (var page in block.Missing.Where(page => requested.Contains((block.Name, page))).ToList())
            {
                Ask(block, page);
            }
        }
    }

    private void Ask(MemoryBlock block, int page) => answers.Request(block.Name, (ulong)page * (ulong)block.PageSize, (uint)block.PageSize);
}
