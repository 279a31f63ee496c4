using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>A status and the error that led to it, changed together: whoever sees <c>failed</c> finds the reason.</summary>
public readonly record struct StatusAndError(MigrationStatus Status, ErrorClass Error) : IStableHash
{
    public ulong StableHash() => ((ulong)Status << 8) | (ulong)Error;
}

/// <summary>The status of one role of a VMM. Every change is a compare-and-set from a status that was looked at, and
/// every change is shown as an event.</summary>
public sealed class MigrationState(World world, Outlet outlet, string role)
{
    private readonly Shared<StatusAndError> state =
        new(world, $"{outlet.Side.Name()} {role} status", new(MigrationStatus.None, ErrorClass.None));

    /// <summary>The state now, for laws. It is no operation.</summary>
    public StatusAndError Now => state.Value;

    /// <summary>What happened so far, for laws.</summary>
    public List<MigrationStatus> Trace { get; } = [];

    public Operation<StatusAndError> Read() => state.Read();

    public async Routine<bool> Move(StatusAndError from, MigrationStatus to, ErrorClass error = ErrorClass.None)
    {
        if (await state.CompareExchange(from, new(to, error)) != from)
        {
            return false;
        }

        Trace.Add(to);
        await outlet.Show(Observation.StatusChanged(to));
        return true;
    }

    /// <summary>Moves from whatever the status is now, as long as it is one of these.</summary>
    public async Routine<bool> MoveFromAny(
        Func<MigrationStatus, bool> allowed, MigrationStatus to, ErrorClass error = ErrorClass.None)
    {
        while (true)
        {
            var seen = await state.Read();
            if (!allowed(seen.Status))
            {
                return false;
            }

            if (await Move(seen, to, error == ErrorClass.None ? seen.Error : error))
            {
                return true;
            }
        }
    }

    /// <summary>Stores a status whatever it is now: what only a deviation does.</summary>
    public async Routine Overwrite(MigrationStatus to, ErrorClass error)
    {
        await state.Write(new(to, error));
        Trace.Add(to);
        await outlet.Show(Observation.StatusChanged(to));
    }
}
