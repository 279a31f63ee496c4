using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Ram;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>One <c>migrate</c>, from its acceptance to its clean-up: what it found set and holds to, what it sends on, and how it
/// comes out. The status is moved by the attempt under way only: what is left of an earlier one decides nothing any more.</summary>
public sealed class Attempt
{
    private readonly Vmm vmm;
    private readonly SourceMigration migration;
    private readonly Shared<Connection?> connection;

    internal Attempt(Vmm vmm, SourceMigration migration, int number)
    {
        (this.vmm, this.migration, Number) = (vmm, migration, number);
        connection = new(vmm.World, Name("connection"), null);
        Latched = vmm.Settings.FixedChanges.Count;
        MayPostcopy = vmm.Settings.Has("postcopy-ram");
        UsesReturnPath = vmm.Settings.Has("return-path") || MayPostcopy;
        IsSnapshot = vmm.Settings.Has("background-snapshot");
        AsksForApproval = vmm.Settings.Has("switchover-ack") && (vmm.Options.MachineRelease ?? vmm.Release).AlwaysAwaitsApproval;
        PausesBeforeSwitchover = vmm.Settings.Has("pause-before-switchover");
        IsColo = vmm.Settings.Has("x-colo");
        Preempts = vmm.Settings.Has("postcopy-preempt");
        SlowsGuest = vmm.Settings.Has("auto-converge") || vmm.Settings.Has("dirty-limit");
        UsesTls = Tls.IsWanted(vmm, vmm.Outward);
        Mode = Modes.Of(vmm);
        MayBegin = new Event(vmm.World, Name("may begin"));
        MayContinue = new Event(vmm.World, Name("may continue"));
        Ended = new Event(vmm.World, Name("migration thread ended"));
        CleanedUp = new Event(vmm.World, Name("cleaned up"));
        Colo = new ColoPrimary(vmm, this);
        Switchover = new Switchover(vmm, this);
        Postcopy = new OutgoingPostcopy(vmm, this);
    }

    internal int Number { get; }

    /// <summary>How often what holds from <c>migrate</c> to the end had been changed when it was accepted; for laws.</summary>
    public int Latched { get; }

    internal bool UsesReturnPath { get; }

    internal bool PausesBeforeSwitchover { get; }

    internal bool MayPostcopy { get; }

    /// <summary>Pages that are asked for travel on a connection of their own.</summary>
    internal bool Preempts { get; }

    /// <summary>A guest whose memory changes faster than it is sent is slowed down (auto-converge, dirty-limit).</summary>
    internal bool SlowsGuest { get; }

    /// <summary>Each of its connections is encrypted.</summary>
    internal bool UsesTls { get; }

    /// <summary>The connection on which a handshake is under way.</summary>
    internal Connection? Greeted { get; set; }

    /// <summary>The destination says when it is ready for the switchover.</summary>
    public bool AsksForApproval { get; }

    /// <summary>The manager had stopped the guest when the source last asked itself whether the destination is ready; for laws.</summary>
    public bool NeedsNoApproval { get; internal set; }

    /// <summary>The guest stays here, whatever becomes of the migration.</summary>
    public bool IsSnapshot { get; }

    /// <summary>The guest is to run on both sides (x-colo).</summary>
    internal bool IsColo { get; }

    /// <summary>What goes on while it does.</summary>
    internal ColoPrimary Colo { get; }

    /// <summary>It does, or did until a manager ended it; for laws.</summary>
    public bool WasColo { get; private set; }

    internal Mode Mode { get; }

    public Switchover Switchover { get; }

    public OutgoingPostcopy Postcopy { get; }

    /// <summary>The guest has given up what cannot be migrated, or a cancel wakes who waits for that.</summary>
    internal Event MayBegin { get; }

    /// <summary>Set by <c>migrate-continue</c>, and by a cancel to wake the waiter.</summary>
    internal Event MayContinue { get; }

    /// <summary>The migration thread has come to its end.</summary>
    internal Event Ended { get; }

    /// <summary>Nothing works for this attempt any more.</summary>
    internal Event CleanedUp { get; }

    /// <summary>No connection has been made yet, and one is wanted.</summary>
    internal bool IsConnecting { get; set; } = true;

    /// <summary>It succeeded. The guest's end hangs on this, not on the status, which may be another attempt's by then.</summary>
    internal bool IsCompleted { get; private set; }

    /// <summary>The connection now in use; null before there is one.</summary>
    internal Connection? Connection
    {
        get => connection.Value;
        private set => connection.Set(value);
    }

    /// <summary>What reads the answers of that connection.</summary>
    internal ReturnPath? ReturnPath { get; private set; }

    /// <summary>It failed with the loss of a connection though the destination had said before that it failed; for laws.</summary>
    public bool IgnoredWhy { get; private set; }

    /// <summary>How pages leave in precopy.</summary>
    internal OutgoingRam? Ram { get; private set; }

    /// <summary>What it remembers of pages sent is not what was sent; for laws.</summary>
    public bool RemembersWrongly => Ram is { IsTrue: false };

    /// <summary>The pages of the moment that was kept; for laws.</summary>
    public IReadOnlyList<int>? Snapshot { get; private set; }

    /// <summary>A page was saved that had changed since then; for laws.</summary>
    public bool SavedOtherwise { get; private set; }

    internal MigrationState State => migration.State;

    private bool IsUnderWay => migration.Attempt == this;

    internal Routine<bool> Move(Func<MigrationStatus, bool> from, MigrationStatus to, ErrorClass error = ErrorClass.None) =>
        State.Move(status => IsUnderWay && from(status), to, error);

    /// <summary>With x-colo it is not completed when all is sent. False: it is to be.</summary>
    internal async Routine<bool> EnterColo() =>
        WasColo = IsColo && await Move(status => status == MigrationStatus.Active || (status == MigrationStatus.Device && vmm.Rules.EntersColoFromDevice), MigrationStatus.Colo);

    internal async Routine Complete(Func<MigrationStatus, bool> from) => IsCompleted = await Move(from, MigrationStatus.Completed);

    /// <summary>In mode cpr-exec: what was completed is not, as the other program could not be started.</summary>
    internal async Routine FailCompleted(ErrorClass error)
    {
        IsCompleted = false;
        await Move(status => status == MigrationStatus.Completed, MigrationStatus.Failed, error);
    }

    /// <summary>Fails the migration with this error, unless somebody ended it before, or the destination has said that it failed: then that
    /// is the error.</summary>
    internal async Routine Fail(ErrorClass error)
    {
        if (error is not (ErrorClass.Peer or ErrorClass.None) && ReturnPath is { } told && await told.Error.Read() == ErrorClass.Peer)
        {
            IgnoredWhy |= error == ErrorClass.Link && !vmm.Rules.HearsWhy;
            error = vmm.Rules.HearsWhy ? ErrorClass.Peer : error;
        }

        var target = vmm.Release.HasFailing ? MigrationStatus.Failing : MigrationStatus.Failed;
        if (vmm.Rules.FailsFromTheStatusItSaw)
        {
            var hasFailed = !await Move(vmm.Rules.Endable.Has, target, error) && !vmm.Rules.FailsOnce && (await State.Read()).Status == target;
            if (hasFailed && await vmm.World.Choose(2, "it fails again") == 0)
            {
                await State.Overwrite(target, error);
            }

            await NoteThoughCancelled(error);
        }
        else if (vmm.Rules.Endable.Has((await State.Read()).Status))
        {
            await State.Overwrite(target, error);
        }
    }

    /// <summary>Why something could not be sent: with a return path the destination may have said it before it closed the connection, and
    /// that it closed it only followed from that.</summary>
    internal async Routine<ErrorClass> WhyNotSent()
    {
        var asks = UsesReturnPath && vmm.Rules.HearsWhy && vmm.Rules.Endable.Has((await State.Read()).Status);
        var said = asks ? await ReturnPath!.Join() : ErrorClass.None;
        return said == ErrorClass.None ? ErrorClass.Link : said;
    }

    /// <summary>Stores the error of a migration that somebody cancelled: what only a deviation does.</summary>
    internal async Routine NoteThoughCancelled(ErrorClass error)
    {
        if (!vmm.Rules.CancelledHasNoError && State.Now.Status is MigrationStatus.Cancelling or MigrationStatus.Cancelled
            && await vmm.World.Choose(2, "the error is stored") == 1)
        {
            State.Note(error);
        }
    }

    internal async Routine<Connection> MakeConnection()
    {
        var made = vmm.Outward.Connect();
        await vmm.Outward.Deliver(made);
        return made;
    }

    /// <summary>From now on this connection is sent on and, with a return path, listened to.</summary>
    internal void Use(Connection connection)
    {
        Connection = connection;
        Ram ??= new OutgoingRam(vmm, this);
        connection.Forward.Ended = () => Lift(connection);
        if (UsesReturnPath)
        {
            ReturnPath = new ReturnPath(vmm, this, connection);
            vmm.Spawn("return path", ReturnPath.Run);
        }
    }

    /// <summary>A new connection can be used: a handshake comes first where it is encrypted. False: it came to nothing.</summary>
    internal async Routine<bool> Greet(Connection made) => !UsesTls || await Tls.Greet(made);

    internal Operation<bool> Send(Message message) => Connection!.Forward.Send(message);

    /// <summary>A connection was lost: while it is the one in use, nobody need wait for the allowed rate any more.</summary>
    internal void Lift(Connection lost)
    {
        if (IsUnderWay && lost == Connection)
        {
            vmm.Bandwidth.Lift(true);
        }
    }

    internal void NoteSnapshot(IReadOnlyList<int> pages) => Snapshot = pages;

    /// <summary>A page of a background snapshot, as it is saved.</summary>
    internal void NoteSaved(Message page) => SavedOtherwise |= Snapshot![page.Number] != page.Version;

    /// <summary><c>yank</c>: gives up what it is connected by, and what it is about to be.</summary>
    internal void Yank()
    {
        if (vmm.Rules.YanksHandshakes)
        {
            Greeted?.Break();
        }

        Break();
    }

    /// <summary>Gives up what it is connected by.</summary>
    internal void Break()
    {
        Connection?.Break();
        Postcopy.Preempt?.Break();
    }

    internal void Shutdown()
    {
        Connection?.ShutdownBySource();
        Postcopy.Preempt?.ShutdownBySource();
        Ram?.Shutdown();
    }

    private string Name(string what) => Number <= 1 ? $"{vmm.Side.Name()} {what}" : $"{vmm.Side.Name()} {what} {Number}";
}
