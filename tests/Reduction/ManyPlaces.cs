using Exploration;

namespace Migconf.Tests.Reduction;

/// <summary>An object of several parts, of which an operation touches any.</summary>
internal sealed class ManyPlaces(World world) : SharedObject(world, "parts")
{
    private readonly Dictionary<int, IReadOnlyList<(int Part, bool Writes)>> pending = [];

    protected override ulong StateHash => 0;

    internal Operation Do(IReadOnlyList<(int Part, bool Writes)> touches)
    {
        pending[World.Current!.Id] = touches;
        return Begin(Access.Write);
    }

    protected override void Declare(in Pending operation, ControlledThread thread)
    {
        foreach (var (part, writes) in pending[thread.Id])
        {
            Touches(writes ? Touch.Write : Touch.Read, part);
        }
    }

    protected override ulong Run(in Pending operation, ControlledThread thread) => 0;
}
