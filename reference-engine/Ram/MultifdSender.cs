using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Migration;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;
using Semaphore = Exploration.Primitives.Semaphore;

namespace Migconf.ReferenceEngine.Ram;

/// <summary>Multifd on the source: a thread and a connection for each channel. The migration thread hands pages out in turn; what it
/// hands over before a flush is sent before what comes after it.</summary>
internal sealed class MultifdSender
{
    private readonly Vmm vmm;
    private readonly Attempt attempt;
    private readonly Channel<Message>[] inboxes;
    private readonly Connection?[] connections;
    private readonly Semaphore flushed;
    private readonly Shared<bool> isBroken;
    private readonly Shared<bool> isShut;
    private int next;

    internal MultifdSender(Vmm vmm, Attempt attempt, int count)
    {
        this.vmm = vmm;
        this.attempt = attempt;
        var world = vmm.World;
        inboxes = [.. Enumerable.Range(0, count).Select(id => new Channel<Message>(world, $"multifd {id} pages", 1))];
        connections = new Connection?[count];
        flushed = new Semaphore(world, "multifd flushed", 0);
        isBroken = new Shared<bool>(world, "multifd broken", false);
        isShut = new Shared<bool>(world, "multifd shut", false);
    }

    internal int Count => inboxes.Length;

    /// <summary>How many of them are used: all that were opened.</summary>
    private int Used => vmm.Rules.CountsSendersOnce ? Count : Math.Max(1, vmm.Channels);

    /// <summary>Channels are left out when the migration ends: what only a deviation comes to.</summary>
    internal bool ForgetsSome => Used < Count;

    private bool IsUsable => !isBroken.Value && !isShut.Value;

    /// <summary>Connects each channel; what prevents it, or none.</summary>
    internal async Routine<ErrorClass> Open()
    {
        for (var id = 0; id < Count; id++)
        {
            if (!await SourceMigration.AwaitPort(vmm.Outward))
            {
                return ErrorClass.Connect;
            }

            if (isShut.Value)
            {
                return ErrorClass.Link;
            }

            var (own, connection) = (id, vmm.Outward.Connect(isMain: false));
            connections[id] = connection;
            vmm.Spawn($"multifd send {id}", () => Run(own, connection), daemon: true);
        }

        return ErrorClass.None;
    }

    internal async Routine<bool> Send(Message page)
    {
        if (IsUsable && await AreThere())
        {
            await inboxes[next++ % Used].Send(page);
        }

        return IsUsable;
    }

    /// <summary>Every channel sends what it has, and says that it has.</summary>
    internal async Routine<bool> Flush()
    {
        if (!await AreThere())
        {
            return false;
        }

        foreach (var inbox in inboxes.Take(Used))
        {
            await inbox.Send(new(MessageKind.Sync));
        }

        for (var count = 0; count < Used && (IsUsable || !(isShut.Value || vmm.Rules.LostChannelWakesSource)); count++)
        {
            await flushed.Wait();
        }

        return IsUsable;
    }

    /// <summary>What is under way arrives; the threads end.</summary>
    internal void Shutdown()
    {
        isShut.Set(true);
        flushed.Release();
        for (var id = 0; id < Math.Min(Used, Count); id++)
        {
            inboxes[id].Break();
            connections[id]?.ShutdownBySource();
        }
    }

    /// <summary>Whether every channel that is used was opened. What becomes of a process that takes what lies there for a channel, nobody can
    /// say.</summary>
    private async Routine<bool> AreThere()
    {
        if (Used <= Count)
        {
            return true;
        }

        switch (await vmm.World.Choose(3, "what is there instead"))
        {
            case 0:
                await vmm.End(EndedBySignal.Segmentation);
                break;
            case 1:
                await vmm.End(EndedBySignal.Aborted);
                break;
            default:
                await new Event(vmm.World, "the end of time").Wait();
                break;
        }

        return false;
    }

    /// <summary>The thread of a channel. Which of them comes first is not said.</summary>
    private async Routine Run(int id, Connection connection)
    {
        await vmm.Outward.Deliver(connection);
        var isGreeted = await attempt.Greet(connection);
        if (attempt.UsesTls && isShut.Value && !vmm.Rules.JoinsHandshakes)
        {
            // Nobody waited for it, and what it works on is gone.
            await vmm.End(EndedBySignal.Segmentation);
            return;
        }

        var sent = isGreeted && await connection.Forward.Send(new(MessageKind.ChannelHeader, id));
        var isStale = false;
        while (sent && await inboxes[id].Receive() is (true, var message))
        {
            sent = await connection.Forward.Send(message);
            if (sent && message.Kind == MessageKind.Sync)
            {
                flushed.Release();
                isStale = !vmm.Rules.ClearsPacketFlags;
            }
            else if (sent && isStale)
            {
                // The flag of the packet before it is still set: to the reader it is a sync too.
                (sent, isStale) = (await connection.Forward.Send(new(MessageKind.Sync)), false);
            }
        }

        if (!sent && !isShut.Value)
        {
            await Fail();
        }
    }

    /// <summary>A channel that is lost fails the migration, and the migration thread comes to know.</summary>
    private async Routine Fail()
    {
        await attempt.Fail(ErrorClass.Link);
        if (!vmm.Rules.FailsOnce)
        {
            await attempt.Fail(ErrorClass.Link);
        }

        isBroken.Set(true);
        attempt.Lift(attempt.Connection!);
        if (!vmm.Rules.LostChannelWakesSource)
        {
            return;
        }

        foreach (var inbox in inboxes)
        {
            inbox.Break();
        }

        flushed.Release();
    }
}
