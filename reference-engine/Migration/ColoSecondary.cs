using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>The destination of a guest that runs on both sides (x-colo), until a manager says that the other side is lost.</summary>
internal sealed class ColoSecondary(Vmm vmm, DestinationMigration destination)
{
    /// <summary>That the guest stands still was said. Whoever stops it gives up the big lock while virtual CPUs stop: others may come between.</summary>
    private readonly Event isShown = new(vmm.World, $"{vmm.Side.Name()} colo stop shown");
    private bool stands;
    private bool isAnnounced;

    private bool IsEnabled => vmm.Settings.Has("x-colo");

    /// <summary>Whether the guest is to run on both sides: the source says so.</summary>
    internal bool IsWanted => vmm.AnnouncesColo ? isAnnounced : IsEnabled;

    /// <summary>The source says so. False: it is not enabled here, and that matters.</summary>
    internal bool Accept()
    {
        isAnnounced = true;
        return vmm.AnnouncesColo && (IsEnabled || !vmm.Release.AsksForColo);
    }

    /// <summary>The guest is loaded: a thread of its own comes to run it here too.</summary>
    internal async Routine Enter()
    {
        await destination.State.Move(status => status == MigrationStatus.Active, MigrationStatus.Colo);
        if (!vmm.AnnouncesColo && !destination.Answers)
        {
            await vmm.End(EndedBySignal.Aborted);
            return;
        }

        vmm.Spawn("colo", Start, daemon: true);
    }

    private async Routine Start()
    {
        await destination.EndReturnPath();
        await vmm.Bql.Acquire();
        await destination.Arrive();
        vmm.Bql.Release();
        await destination.Connection!.Answer(new(MessageKind.CheckpointReady), vmm.Rules);
        if (await destination.Connection.Forward.Receive() is not { Kind: MessageKind.Checkpoint })
        {
            return;
        }

        await vmm.Bql.Acquire();
        var stops = Stands();
        vmm.Bql.Release();
        if (stops)
        {
            await ShowStop();
        }
    }

    /// <summary>The guest stands still until a checkpoint has come, or until it runs here alone; the big lock is held. False: it did.</summary>
    private bool Stands() =>
        !stands && (stands = vmm.Guest.IsRunning && destination.State.Now.Status == MigrationStatus.Colo);

    private async Routine ShowStop()
    {
        await vmm.Outlet.Show(Observation.Stop);
        await isShown.Set();
    }

    /// <summary>Bottom half: it runs here alone from now on.</summary>
    internal async Routine End()
    {
        if (Stands())
        {
            await ShowStop();
        }

        await destination.State.Move(status => status == MigrationStatus.Colo, MigrationStatus.Completed);
        destination.CleanUp();
        if (stands)
        {
            await isShown.Wait();
            await vmm.Outlet.Show(Observation.Resume);
        }
    }
}
