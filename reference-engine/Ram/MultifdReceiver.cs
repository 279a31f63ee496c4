using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Semaphore = Exploration.Primitives.Semaphore;

namespace Migconf.ReferenceEngine.Ram;

/// <summary>Multifd on the destination: a thread for each channel that has come.</summary>
internal sealed class MultifdReceiver(Vmm vmm)
{
    private readonly List<Incoming> channels = [];

    internal int Count => channels.Count;

    /// <summary>Something was sent and has not been read.</summary>
    internal bool HasUnread => channels.Any(channel => channel.Connection.Forward.HasUnderWay);

    internal bool Has(int id) => channels.Any(channel => channel.Id == id);

    /// <summary>A channel has come: its thread begins to read.</summary>
    internal void Add(Connection connection, int id)
    {
        var channel = new Incoming(vmm.World, connection, id);
        channels.Add(channel);
        vmm.Spawn($"multifd receive {id}", () => Run(channel), daemon: true);
    }

    /// <summary>Waits until every channel has come to its sync, and lets them read on; false: one ended before.</summary>
    internal async Routine<bool> Sync()
    {
        if (!vmm.Rules.CountsChannelsAtListen && vmm.Channels > channels.Count)
        {
            // Whose channels were counted anew waits, with the big lock, for one that never came.
            if (vmm.Rules.WaitsForChannelsUnlocked)
            {
                await vmm.Bql.Acquire();
            }

            await new Event(vmm.World, "the end of time").Wait();
        }

        foreach (var channel in channels)
        {
            if (vmm.Rules.WaitsForSync && !(await channel.Synced.Receive()).Received)
            {
                return false;
            }
        }

        // Who does not compare numbers wakes those that it expected.
        foreach (var channel in channels.Where(one => one.Id < vmm.Channels || vmm.Rules.KnowsChannelsByTheirWords))
        {
            channel.GoOn.Release();
        }

        return true;
    }

    internal void Close() => channels.ForEach(channel => channel.Connection.CloseByDestination());

    private async Routine Run(Incoming channel)
    {
        while (await channel.Connection.Forward.Receive() is { Kind: MessageKind.Page or MessageKind.Sync } message)
        {
            if (message.Kind == MessageKind.Page)
            {
                vmm.Guest.Install(message.Number, message.Version);
                continue;
            }

            await channel.Synced.Send(true);
            if (vmm.Rules.ChannelsWaitForEachOther)
            {
                await channel.GoOn.Wait();
            }
        }

        if (vmm.Rules.LostChannelWakes)
        {
            channel.Synced.Close();
        }
    }

    private sealed record Incoming(World World, Connection Connection, int Id)
    {
        internal Channel<bool> Synced { get; } = new(World, $"multifd {Id} synced");

        internal Semaphore GoOn { get; } = new(World, $"multifd {Id} may go on", 0);
    }
}
