using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>Postcopy on the source: the device state goes first, the guest runs on the destination, and its memory follows, what it
/// asks for before the rest. Until the destination has said that the device state is loaded, the guest can still come back; from then
/// on a lost link pauses the migration, and it can be taken up again.</summary>
public sealed class OutgoingPostcopy(Vmm vmm, Attempt attempt)
{
    /// <summary>The manager asked for it.</summary>
    public Shared<bool> IsWanted { get; } = new(vmm.World, $"{vmm.Side.Name()} postcopy wanted", false);

    /// <summary>The destination has loaded the device state, or can answer nothing more.</summary>
    internal Event Answered { get; } = new(vmm.World, $"{vmm.Side.Name()} told of device state");

    /// <summary>The release shows postcopy-active before anything is given away.</summary>
    private bool isShownFirst;

    private OutgoingRecovery? recovery;

    private readonly Shared<bool> isLoaded = new(vmm.World, $"{vmm.Side.Name()} knows device state loaded", false);
    private readonly Shared<bool> hasGivenAway = new(vmm.World, $"{vmm.Side.Name()} has given the guest away", false);

    /// <summary>Pages that virtual CPUs on the destination wait for.</summary>
    internal Channel<int> Requests { get; } = new(vmm.World, $"{vmm.Side.Name()} page requests");

    /// <summary>The preempt channel, on which pages go that are asked for; null: they go with the rest.</summary>
    internal Connection? Preempt { get; private set; }

    /// <summary>It is no precopy any more.</summary>
    internal bool HasBegun { get; private set; }

    /// <summary>The guest is the destination's: it does not come back.</summary>
    public bool HasGivenAway
    {
        get => hasGivenAway.Value;
        internal set => hasGivenAway.Set(value);
    }

    /// <summary>The guest was given away, and runs here again: what only a deviation does.</summary>
    internal bool IsTakenBack { get; private set; }

    /// <summary>It sent device state that is not all there; for laws.</summary>
    public bool SentUnsaved { get; private set; }

    /// <summary>What takes it up again after a pause.</summary>
    internal OutgoingRecovery Recovery => recovery ??= new(vmm, attempt, this);

    /// <summary>Whether the migration has come to its end; false: it is paused, and this thread ends.</summary>
    internal async Routine<bool> Run()
    {
        HasBegun = true;
        var limit = vmm.Bandwidth.Remembered;
        if (!await SwitchOver())
        {
            return true;
        }

        if (!vmm.Rules.PostcopyLimitHolds)
        {
            vmm.Bandwidth.Remembered = limit;
        }

        vmm.Bandwidth.EnterPostcopy(true);
        return await Serve();
    }

    /// <summary>Whether the destination was sent what it needs to run the guest.</summary>
    private async Routine<bool> SwitchOver()
    {
        if (!await OpenPreempt())
        {
            await attempt.Fail(ErrorClass.Connect);
            return false;
        }

        isShownFirst = !vmm.Release.AlwaysShowsDevice;
        if (isShownFirst && !attempt.PausesBeforeSwitchover && !await attempt.Move(status => status == MigrationStatus.Active, MigrationStatus.PostcopyActive))
        {
            return false;
        }

        await vmm.Bql.Acquire();
        await attempt.Switchover.StopGuest();
        var go = attempt.PausesBeforeSwitchover
            ? await attempt.Switchover.PauseForManager(isShownFirst ? MigrationStatus.PostcopyActive : MigrationStatus.Device)
            : isShownFirst || await attempt.Switchover.EnterDevice();
        var isGiven = !go || await attempt.Switchover.GiveDiskUp();
        vmm.Bql.Release();
        if (!isGiven)
        {
            await attempt.Fail(vmm.Rules.KeepsPostcopyStartError ? ErrorClass.DiskKept : ErrorClass.None);
        }

        if (!go || !isGiven || (vmm.Rules.SendsOnlyWhatIsSaved && !await attempt.Switchover.SaveDevices(vmm.Rules.KeepsPostcopyStartError)))
        {
            return false;
        }

        SentUnsaved = vmm.Options.HasUnsavableDevice;
        var devices = vmm.Devices.Saved | (SentUnsaved ? 1 : 0);
        if (!await attempt.Ram!.Flush() || !await attempt.Send(new(MessageKind.Package, devices, vmm.Guest.DirtyPages, attempt.Switchover.GuestBefore) { Sleeps = vmm.Guest.Sleeps }))
        {
            if (vmm.Rules.FailsFromSwitchover)
            {
                await attempt.Fail(vmm.Rules.KeepsPostcopyStartError ? await attempt.WhyNotSent() : ErrorClass.None);
            }

            return false;
        }

        if (!vmm.Release.RunsWhenTold)
        {
            attempt.Switchover.Passes();
        }

        if (vmm.Release.HasPostcopyDevice)
        {
            return await attempt.Move(status => status == MigrationStatus.Device, MigrationStatus.PostcopyDevice);
        }

        if (!vmm.Rules.KeepsGuestUntilLoaded)
        {
            await GiveAway();
        }

        return true;
    }

    /// <summary>Opens the preempt channel, if there is to be one: after the main one, and before the destination is told to use it.
    /// False: nobody accepts it.</summary>
    internal async Routine<bool> OpenPreempt()
    {
        if (!attempt.Preempts)
        {
            return true;
        }

        if (!await SourceMigration.AwaitPort(vmm.Outward))
        {
            return false;
        }

        Preempt = vmm.Outward.Connect(isMain: false);
        await vmm.Outward.Deliver(Preempt);
        return await attempt.Greet(Preempt);
    }

    /// <summary>Sends what is left, until the guest is there or the migration pauses; false: it pauses.</summary>
    internal async Routine<bool> Serve()
    {
        var error = await SendPages();
        var isSent = error == ErrorClass.None;
        if (isSent || (error == ErrorClass.Link && vmm.Rules.HearsLastWord))
        {
            // The destination's last word may come after a link that cannot be sent on.
            var answer = await attempt.ReturnPath!.Join();
            error = answer == ErrorClass.None ? error : answer;
        }

        if (error == ErrorClass.None)
        {
            await attempt.Complete(status => status == MigrationStatus.PostcopyActive);
            return true;
        }

        if (isSent && error == ErrorClass.Link && !vmm.Rules.LostAnswerPauses)
        {
            IsTakenBack = true;
            await attempt.Fail(error);
            return true;
        }

        var isGivenAway = HasGivenAway || (error == ErrorClass.Link && isLoaded.Value && await GiveAway());
        if (error == ErrorClass.Peer || !(isGivenAway || isShownFirst))
        {
            await attempt.Fail(error == ErrorClass.Peer && !vmm.Rules.KeepsReturnPathError ? ErrorClass.None : error);
            return true;
        }

        if (!isGivenAway)
        {
            await LeaveOpen();
        }

        return !await Pause(error);
    }

    /// <summary>The status says that the guest is given away, and nobody on this side knows: it may be taken up again, and the manager,
    /// who may know more, may say <c>cont</c>.</summary>
    private async Routine LeaveOpen()
    {
        await vmm.Bql.Acquire();
        vmm.Guest.Enter(RunState.Postmigrate);
        vmm.Bql.Release();
    }

    /// <summary>Sends what is left, and first what is asked for.</summary>
    private async Routine<ErrorClass> SendPages()
    {
        while (true)
        {
            await vmm.Bandwidth.GoOn();
            if (!HasGivenAway && isLoaded.Value && !await GiveAway())
            {
                return ErrorClass.Link;
            }

            var error = await attempt.ReturnPath!.Error.Read();
            if (error != ErrorClass.None)
            {
                return error;
            }

            var holds = vmm.Bandwidth.Holds;
            var asked = await NextAsked();
            var page = asked ?? (holds ? null : await NextPage());
            var way = (asked is null ? null : Preempt) ?? attempt.Connection!;
            if (page is { } taken && !await way.Forward.Send(taken))
            {
                return ErrorClass.Link;
            }

            if (page is null && !holds)
            {
                return await Conclude();
            }
        }
    }

    /// <summary>A page that is asked for and has not been sent.</summary>
    private async Routine<Message?> NextAsked()
    {
        while (await Requests.TryReceive() is (true, var page))
        {
            if (await attempt.Ram!.TakeDirty(page) is { } taken)
            {
                return taken;
            }
        }

        return null;
    }

    private async Routine<Message?> NextPage()
    {
        for (var page = 0; page < vmm.Options.PageCount; page++)
        {
            if (await attempt.Ram!.TakeDirty(page) is { } taken)
            {
                return taken;
            }
        }

        return null;
    }

    /// <summary>All pages are sent; the stream ends when the guest is the destination's.</summary>
    private async Routine<ErrorClass> Conclude()
    {
        if (!HasGivenAway)
        {
            await Answered.Wait();
            var error = await attempt.ReturnPath!.Error.Read();
            if (error != ErrorClass.None || !await GiveAway())
            {
                return error == ErrorClass.None ? ErrorClass.Link : error;
            }
        }

        var isSent = (Preempt is null || !vmm.Rules.EndsPreemptChannel || await Preempt.Forward.Send(new(MessageKind.EndOfStream))) && await attempt.Send(new(MessageKind.EndOfStream));
        return isSent ? ErrorClass.None : ErrorClass.Link;
    }

    /// <summary>The destination has what it needs: from here on the guest is its own.</summary>
    private async Routine<bool> GiveAway()
    {
        if (vmm.Release.RunsWhenTold)
        {
            if (!await attempt.Send(new(MessageKind.Run)))
            {
                return false;
            }

            attempt.Switchover.Passes();
        }

        HasGivenAway = true;
        await attempt.Move(
            status => status is MigrationStatus.Device or MigrationStatus.PostcopyDevice, MigrationStatus.PostcopyActive);
        return true;
    }

    /// <summary>The destination says that the device state is loaded.</summary>
    internal async Routine NoteLoaded()
    {
        await isLoaded.Write(true);
        await Answered.Set();
        vmm.Bandwidth.Urge();
    }

    /// <summary>False: there is nothing to be paused, as somebody ended it.</summary>
    internal async Routine<bool> Pause(ErrorClass error)
    {
        var answer = attempt.ReturnPath!.Error.Value;
        attempt.Break();
        return await attempt.Move(
            status => status is MigrationStatus.PostcopyActive or MigrationStatus.PostcopyRecover,
            MigrationStatus.PostcopyPaused,
            answer == ErrorClass.None ? error : answer)
            && (await attempt.State.Read()).Status != MigrationStatus.Cancelling;
    }

    /// <summary><c>migrate-pause</c>: gives the link up. False: it is broken already, and whoever finds that pauses the migration.</summary>
    internal async Routine<bool> GiveUpLink()
    {
        if (!vmm.Rules.HoldsWhatItBreaks && (await attempt.State.Read()).Status == MigrationStatus.PostcopyPaused)
        {
            // What it was about to break has been let go of meanwhile.
            await vmm.End(EndedBySignal.Segmentation);
            return true;
        }

        var found = attempt.Connection!.Forward.IsBroken ? await vmm.World.Choose(3, "what is known of a broken link") : 0;
        if (found == 2)
        {
            return false;
        }

        attempt.State.Note(found == 1 ? ErrorClass.Link : ErrorClass.PausedByUser);
        attempt.Break();
        return true;
    }
}
