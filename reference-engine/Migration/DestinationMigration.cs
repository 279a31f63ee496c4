using Exploration;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>The incoming role: listens, loads, and starts the guest. Loading is a coroutine of the main loop: it holds
/// the big lock while it works and gives it up wherever it waits for bytes.</summary>
public sealed class DestinationMigration(Vmm vmm)
{
    private bool started;
    private bool exitOnError = true;
    private bool answers;
    private RunState guestOfSource;

    public MigrationState State { get; } = new(vmm.World, vmm.Outlet, vmm.Link.Ownership, vmm.Rules, "incoming");

    /// <summary>Whether the guest may run when it has arrived: -S, then <c>stop</c> and <c>cont</c>.</summary>
    public bool AutoStart { get; set; } = true;

    /// <summary>The guest has arrived completely, for laws.</summary>
    public bool HasLoaded { get; private set; }

    /// <summary>From <c>migrate-incoming</c> until the guest has arrived, or cannot.</summary>
    public bool IsUnderWay => State.Now.Status is MigrationStatus.Setup or MigrationStatus.Active;

    /// <summary>How often what holds for all that time had been changed when it began; for laws.</summary>
    public int Latched { get; private set; }

    internal ErrorClass Refusal => !vmm.Options.IsIncoming ? ErrorClass.NotIncoming
        : started ? ErrorClass.IncomingStarted
        : ErrorClass.None;

    private Link Link => vmm.Link;

    internal async Routine Listen(bool exits)
    {
        started = true;
        Latched = vmm.Settings.FixedChanges.Count;
        exitOnError = exits;
        await State.Move(status => status == MigrationStatus.None, MigrationStatus.Setup);
        if (await Link.Port.Read() == Port.Closed)
        {
            Link.Open(Port.Listening);
        }

        vmm.Spawn("load", Load, daemon: true);
    }

    private async Routine Load()
    {
        await Link.Connected.Wait();
        var message = vmm.Release.LooksAtFirstBytes ? await Link.Forward.Receive() : null;
        await vmm.Bql.Acquire();
        if (message is not null || !vmm.Release.LooksAtFirstBytes)
        {
            await State.Move(status => status == MigrationStatus.Setup, MigrationStatus.Active);
        }

        vmm.Bql.Release();
        var looked = vmm.Release.LooksAtFirstBytes;
        while (true)
        {
            message = looked ? message : await Link.Forward.Receive();
            looked = false;
            await vmm.Bql.Acquire();
            if (message is not { } element || !Accept(element))
            {
                await GiveUp();
                if (vmm.IsAlive)
                {
                    vmm.Bql.Release();
                }

                return;
            }

            vmm.Bql.Release();
            if (element.Kind == MessageKind.EndOfStream)
            {
                await vmm.MainLoop.Schedule("start guest", StartGuest);
                return;
            }
        }
    }

    /// <summary>Whether an element can be loaded here.</summary>
    private bool Accept(Message element)
    {
        switch (element.Kind)
        {
            case MessageKind.Configuration:
                return element.Number == vmm.Options.MachineType.Length;
            case MessageKind.OpenReturnPath:
                answers = true;
                return true;
            case MessageKind.RamSetup:
                return element.Number == vmm.Options.MemorySize;
            case MessageKind.Page:
                vmm.Guest.Install(element.Number, element.Version);
                return true;
            case MessageKind.DeviceState:
                guestOfSource = element.Guest;
                return element.Number == 0 || vmm.Options.HasExtraDevice;
            default:
                return true;
        }
    }

    /// <summary>Bottom half: the stream is loaded.</summary>
    private async Routine StartGuest()
    {
        HasLoaded = true;
        Link.Ownership.Changes();
        var target = guestOfSource == RunState.Running && !AutoStart ? RunState.Paused : guestOfSource;
        vmm.Guest.Enter(target);
        if (target == RunState.Running)
        {
            await vmm.Outlet.Show(Observation.Resume);
        }

        await State.Move(status => status == MigrationStatus.Active, MigrationStatus.Completed);
        await Answer(0);
    }

    private async Routine GiveUp()
    {
        await State.Move(
            status => status is MigrationStatus.Setup or MigrationStatus.Active, MigrationStatus.Failed, ErrorClass.Load);
        await Answer(1);
        if (exitOnError || !vmm.Release.KnowsExitOnError)
        {
            await vmm.Outlet.Show(Observation.Exit(1));
            vmm.Die();
        }
    }

    private async Routine Answer(int result)
    {
        if (answers)
        {
            await Link.Return.Send(new(MessageKind.Shut, result));
        }

        if (result == 0)
        {
            Link.Return.Close();
        }
        else
        {
            Link.CloseByDestination();
        }
    }
}
