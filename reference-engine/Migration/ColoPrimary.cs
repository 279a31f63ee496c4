using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>The source of a guest that runs on both sides (x-colo): it goes on here when it runs there too, until a manager says that
/// the other side is lost, or cancels. A lost link alone decides nothing: who is lost, only the manager knows. Checkpoints
/// (<c>x-checkpoint-delay</c>, 20 s) are further apart than anything lasts here.</summary>
internal sealed class ColoPrimary(Vmm vmm, Attempt attempt)
{
    private readonly Event ends = new(vmm.World, $"{vmm.Side.Name()} colo ends");

    /// <summary>The manager has decided.</summary>
    internal Operation End() => ends.Set();

    /// <summary>A source that ends asks for a last checkpoint; whether it is asked for in time is not certain.</summary>
    internal async Routine AskForLast()
    {
        if (attempt.WasColo && (await attempt.State.Read()).Status == MigrationStatus.Colo)
        {
            await attempt.Send(new(MessageKind.Checkpoint));
        }
    }

    internal async Routine Run()
    {
        if (await attempt.Connection!.Return.Receive() is { Kind: MessageKind.CheckpointReady })
        {
            await attempt.Switchover.GoOnHere();
        }

        await ends.Wait();
        if ((await attempt.State.Read()).Status == MigrationStatus.Colo)
        {
            await attempt.Switchover.TakeBack();
            await attempt.Move(status => status == MigrationStatus.Colo, MigrationStatus.Completed);
        }

        await vmm.Outgoing.End(attempt);
    }
}
