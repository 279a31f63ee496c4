using Exploration;

namespace Migconf.ReferenceEngine.Network;

/// <summary>Which VMM runs the guest, as somebody sees it who looks at both at once. Only laws do: where no law is held
/// against an execution, it is not watched.</summary>
public sealed class Ownership(World world) : SharedObject(world, "ownership")
{
    public bool IsWatched { get; set; }

    protected override ulong StateHash => 0;

    internal void Changes()
    {
        if (IsWatched)
        {
            Changed();
        }
    }

    protected override ulong Run(in Pending operation, ControlledThread thread) => 0;
}
