using Exploration;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Ram;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>The connections of an incoming migration: the main one, and as many beside it as the destination expects (multifd). Which is
/// which is told by the first words of each.</summary>
internal sealed class Arrivals(Vmm vmm)
{
    private readonly int counted = vmm.Channels;

    /// <summary>The main connection; null: none has come yet.</summary>
    internal Connection? Main { get; private set; }

    /// <summary>What was read of it already.</summary>
    internal Message? First { get; private set; }

    /// <summary>A channel has come that was not to come.</summary>
    internal bool HasUnexpected { get; private set; }

    internal MultifdReceiver Channels { get; } = new(vmm);

    /// <summary>How many channels are to come beside the main one.</summary>
    internal int Expected => vmm.Rules.CountsChannelsAtListen ? counted : vmm.Channels;

    /// <summary>What says nothing of a migration fails it before it is active.</summary>
    internal bool FailsInSetup => (Tls.IsWanted(vmm, vmm.Link) && !Tls.HasKeys(vmm)) || Looks || (Expected > 0 && vmm.Release.LooksAtChannels);

    /// <summary>The first bytes can be looked at without being taken, which encryption does not allow.</summary>
    internal bool Looks => vmm.Release.LooksAtFirstBytes && !Tls.IsWanted(vmm, vmm.Link);

    /// <summary>Whether all have come; false: one was none of a migration, or it is clear that not all will come.</summary>
    internal async Routine<bool> Gather()
    {
        while (Main is null || Channels.Count < Expected)
        {
            Main?.Forward.LeaveAlone(true);
            if (await Next() is not { } arrival)
            {
                return false;
            }

            if (!vmm.Rules.KnowsChannelsByTheirWords && Expected > 0)
            {
                await TakeByOrder(arrival);
            }
            else if (!await TakeByWords(arrival))
            {
                return false;
            }
        }

        if (Expected > 0)
        {
            Main.Forward.LeaveAlone(false);
        }

        vmm.Spawn("turn away", TurnAway, daemon: true);
        return true;
    }

    /// <summary>The next that can be used: of encrypted connections one whose handshake is done. Null: there are no keys for that.</summary>
    internal async Routine<Connection?> Next()
    {
        while (true)
        {
            var arrival = (await vmm.Link.Arrivals.Receive()).Item;
            if (Tls.IsWanted(vmm, vmm.Link) && !Tls.HasKeys(vmm) && vmm.Release.FailsWithoutKeys)
            {
                arrival.CloseByDestination();
                return null;
            }

            if (!Tls.IsWanted(vmm, vmm.Link) || await Tls.Answer(vmm, arrival))
            {
                return arrival;
            }
        }
    }

    private async Routine<bool> TakeByWords(Connection arrival)
    {
        if (!Looks && Expected == 0)
        {
            Main = arrival;
            return true;
        }

        var words = await arrival.Forward.Receive();
        if (words is { Kind: MessageKind.ChannelHeader, Number: var id })
        {
            HasUnexpected = id >= Expected || Channels.Has(id);
            if (!HasUnexpected)
            {
                Channels.Add(arrival, id);
            }

            return !HasUnexpected;
        }

        if (words is not { Kind: not MessageKind.Hello, Version: var announced })
        {
            arrival.CloseByDestination();
            return false;
        }

        (Main, First) = (arrival, words);
        return announced == Expected || !vmm.Rules.ComparesChannels;
    }

    /// <summary>The first is taken for the main one, whichever it is; one of the others that is no channel is closed. Who has no place for
    /// the number of a channel may end of it.</summary>
    private async Routine TakeByOrder(Connection arrival)
    {
        if (Main is null)
        {
            Main = arrival;
        }
        else if (await arrival.Forward.Receive() is { Kind: MessageKind.ChannelHeader, Number: var id })
        {
            if (id >= Expected && !vmm.Rules.HasPlaceForEachChannel && await vmm.World.Choose(2, "there is a place for the channel") == 1)
            {
                await vmm.End(EndedBySignal.Segmentation);
                return;
            }

            Channels.Add(arrival, id);
        }
        else
        {
            arrival.CloseByDestination();
        }
    }

    /// <summary>Who comes when all have come is not wanted, unless it may be a source that comes back.</summary>
    private async Routine TurnAway()
    {
        while (!vmm.Settings.Has("postcopy-ram"))
        {
            (await vmm.Link.Arrivals.Receive()).Item.CloseByDestination();
        }
    }
}
