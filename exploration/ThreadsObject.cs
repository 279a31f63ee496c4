namespace Exploration;

/// <summary>The beginning and the end of threads.</summary>
internal sealed class ThreadsObject(World world) : SharedObject(world, "thread")
{
    protected internal override ulong StateHash => 0;

    internal Operation Yield() => Begin(Access.Read);

    internal Operation Join(ControlledThread thread) => Begin(Access.Wait, thread.Id);

    internal void Ended(ControlledThread thread) => Touches(Touch.Enable, (int)thread.Key);

    protected internal override bool CanRun(in Pending operation, ControlledThread thread) =>
        operation.Access != Access.Wait || Joined(operation) is { IsFinished: true } or { IsStopped: true };

    protected internal override void Declare(in Pending operation, ControlledThread thread)
    {
        if (operation.Access == Access.Wait)
        {
            Touches(Touch.AwaitShared, (int)Joined(operation).Key);
        }
    }

    protected internal override ulong Run(in Pending operation, ControlledThread thread) => 0;

    protected internal override void Synchronize(in Pending operation, ControlledThread thread)
    {
        if (operation.Access == Access.Wait)
        {
            thread.Observe(Joined(operation).Clock);
        }
    }

    protected internal override IEnumerable<ControlledThread> Blockers(Pending operation) => [Joined(operation)];

    protected internal override string Describe(in Pending operation) => operation.Access switch
    {
        Access.Start => "Start thread",
        Access.Wait => $"wait for the end of {Joined(operation).Name}",
        _ => "yield",
    };

    private ControlledThread Joined(in Pending operation) => World.Threads[(int)operation.Argument];
}
