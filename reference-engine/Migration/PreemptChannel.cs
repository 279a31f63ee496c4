using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>The destination's end of the connection on which pages come that virtual CPUs wait for (postcopy-preempt), and the thread
/// that places them. Who loses this connection has lost the main one too: both are made again.</summary>
internal sealed class PreemptChannel(Vmm vmm, Connection connection, Connection main)
{
    private readonly Event ended = new(vmm.World, $"{vmm.Side.Name()} preempt channel ended");
    private readonly Shared<bool> isWhole = new(vmm.World, $"{vmm.Side.Name()} preempt channel whole", false);

    internal Connection Connection => connection;

    internal async Routine Run()
    {
        while (true)
        {
            switch (await connection.Forward.Receive())
            {
                case { Kind: MessageKind.Page } page:
                    vmm.Guest.Place(page.Number, page.Version);
                    continue;
                case { Kind: MessageKind.EndOfStream }:
                    await isWhole.Write(true);
                    break;
                default:
                    main.CloseByDestination();
                    break;
            }

            await ended.Set();
            return;
        }
    }

    /// <summary>Waits for the last of them; false: the connection was lost before.</summary>
    internal async Routine<bool> HaveCome()
    {
        await ended.Wait();
        return await isWhole.Read();
    }
}
