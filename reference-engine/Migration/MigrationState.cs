using Exploration;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>A status and the error that led to it, changed together: whoever sees <c>failed</c> finds the reason.</summary>
public readonly record struct StatusAndError(MigrationStatus Status, ErrorClass Error) : IStableHash
{
    public ulong StableHash() => ((ulong)Status << 8) | (ulong)Error;
}

/// <summary>The status of one role of a VMM. It moves on only from a status it may move on from, and a move and its event
/// are one: the order of the events is the order of the moves.</summary>
public sealed class MigrationState(World world, Outlet outlet, Ownership ownership, Rules rules, string role)
    : SharedObject(world, $"{outlet.Side.Name()} {role} status"), IResultOf<StatusAndError>, IResultOf<bool>, IShows
{
    private readonly Dictionary<int, Change> pending = [];
    private StatusAndError now = new(MigrationStatus.None, ErrorClass.None);
    private bool moved;

    /// <summary>The state now, without a scheduling point.</summary>
    public StatusAndError Now
    {
        get
        {
            Touches(Touch.Read);
            return now;
        }
    }

    protected override ulong StateHash => now.StableHash();

    public Operation<StatusAndError> Read() => Begin<StatusAndError>(this, Access.Read);

    /// <summary>Moves on, if the status now is one of these. The first error stays: a migration has one reason to fail.</summary>
    public async Routine<bool> Move(Func<MigrationStatus, bool> from, MigrationStatus to, ErrorClass error = ErrorClass.None)
    {
        pending[World.Current!.Id] = new Change(from, to, error);
        var wasMoved = await Begin<bool>(this, Access.Write);
        if (wasMoved && !rules.ShowsStatusAtOnce)
        {
            await outlet.Show(Observation.StatusChanged(to));
        }

        return wasMoved;
    }

    /// <summary>Stores a status whatever it is now: what only a deviation does.</summary>
    public Routine<bool> Overwrite(MigrationStatus to, ErrorClass error) => Move(_ => true, to, error);

    /// <summary>Stores an error beforehand, unless there is one; the caller holds the big lock.</summary>
    internal void Note(ErrorClass error)
    {
        now = now with { Error = now.Error == ErrorClass.None ? error : now.Error };
        Changed();
    }

    public Observation? About(ControlledThread thread) =>
        rules.ShowsStatusAtOnce && thread.Next.Access == Access.Write
        && pending[thread.Id] is var change && change.From(now.Status)
            ? Observation.StatusChanged(change.To)
            : null;

    StatusAndError IResultOf<StatusAndError>.TakeResult() => now;

    bool IResultOf<bool>.TakeResult() => moved;

    protected override bool CanRun(in Pending operation, ControlledThread thread) =>
        About(thread) is not { } shown || outlet.MayShow(shown);

    protected override void Declare(in Pending operation, ControlledThread thread)
    {
        var moves = operation.Access == Access.Write && pending[thread.Id].From(now.Status);
        Touches((moves ? Touch.Write : Touch.Read) | Touch.MayWait);
        if (About(thread) is { } shown)
        {
            outlet.DeclareShow(shown);
        }
    }

    protected override ulong Run(in Pending operation, ControlledThread thread)
    {
        if (operation.Access == Access.Read)
        {
            return now.StableHash();
        }

        var change = pending[thread.Id];
        moved = change.From(now.Status);
        if (moved)
        {
            var error = now.Error == ErrorClass.None ? change.Error : now.Error;
            now = new(change.To, Begins(change.To) ? ErrorClass.None : error);
            if (rules.ShowsStatusAtOnce)
            {
                outlet.ShowNow(Observation.StatusChanged(change.To));
            }

            if (change.To == MigrationStatus.Completed)
            {
                ownership.Changes();
            }
        }

        return moved ? 1UL : 0;
    }

    protected override string Describe(in Pending operation) => operation.Access == Access.Read ? $"read {Name}" : $"move {Name}";

    /// <summary>What went wrong before counts no more.</summary>
    private static bool Begins(MigrationStatus status) =>
        status is MigrationStatus.Setup or MigrationStatus.PostcopyRecoverSetup or MigrationStatus.PostcopyRecover;

    private readonly record struct Change(Func<MigrationStatus, bool> From, MigrationStatus To, ErrorClass Error);
}
