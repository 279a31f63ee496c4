namespace Exploration;

/// <summary>What <see cref="World.Choose"/> asks the strategy.</summary>
internal sealed class ChoiceObject(World world) : SharedObject(world, "choice"), IResultOf<int>
{
    private int result;
    private string about = "";

    protected internal override ulong StateHash => 0;

    public int TakeResult() => result;

    protected internal override void Declare(in Pending operation, ControlledThread thread)
    {
    }

    internal Operation<int> Choose(int count, string what)
    {
        about = what;
        return Begin(this, Access.Choose, count);
    }

    protected internal override ulong Run(in Pending operation, ControlledThread thread)
    {
        result = World.NextChoice((int)operation.Argument, about);
        return (ulong)result;
    }

    protected internal override void Synchronize(in Pending operation, ControlledThread thread)
    {
    }
}
