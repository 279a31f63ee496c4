using Exploration;

namespace Migconf.Tests.Reduction;

/// <summary>An object of several parts, of which an operation touches any.</summary>
internal sealed class ManyPlaces(World world) : SharedObject(world, "parts")
{
    private readonly Dictionary<int, IReadOnlyList<(int Part, bool Writes)>> pending = [];

    protected override ulong StateHash => 0;

    /// <param name="touches">What is touched.</param>
    /// <param name="values">How many values are chosen from.</param>
    internal Operation Do(IReadOnlyList<(int Part, bool Writes)> touches, int values = 1)
    {
        pending[World.Current!.Id] = touches;
        return Begin(Access.Write, values);
    }

    protected override void Declare(in Pending operation, ControlledThread thread)
    {
        foreach (var (part, writes) in pending[thread.Id])
        {
            Touches(writes ? Touch.Write : Touch.Read, part);
        }
    }

    protected override ulong Run(in Pending operation, ControlledThread thread) =>
        operation.Argument > 1 ? (ulong)Decide((int)operation.Argument, "a value") : 0;
}
