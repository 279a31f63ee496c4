using Exploration;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Judging;

/// <summary>The harness of a recording as a thread of the world: it does what was done, not before everything that
/// had been seen has been shown.</summary>
internal sealed class RecordedHarness : SharedObject
{
    private readonly Expectation expectation;
    private readonly ReferencePair pair;
    private int next;

    internal RecordedHarness(World world, Expectation expectation, ReferencePair pair)
        : base(world, "harness")
    {
        this.expectation = expectation;
        this.pair = pair;
        foreach (var vmm in new[] { pair.Source, pair.Destination })
        {
            vmm.Outlet.Expect(expectation[vmm.Side]);
        }

        Thread = world.Spawn("harness", Run);
    }

    internal ControlledThread Thread { get; }

    /// <summary>Observations shown and acts done: how far the recording is explained.</summary>
    internal int Progress => Explained + next;

    internal int Explained => Shown(Side.Source) + Shown(Side.Destination);

    internal bool IsDone => next == expectation.Acts.Count && Explained == expectation.Count && IsAtRest();

    protected override ulong StateHash => (ulong)next;

    internal Observation? NextSeen(Side side) =>
        Shown(side) < expectation[side].Count ? expectation[side][Shown(side)] : null;

    internal string? NextAct => next < expectation.Acts.Count ? expectation.Acts[next].Text : null;

    protected override bool CanRun(in Pending operation, ControlledThread thread)
    {
        var act = expectation.Acts[next];
        return Shown(Side.Source) >= act.SeenOfSource && Shown(Side.Destination) >= act.SeenOfDestination
            && (!act.Settles || (Shown(Side.Source) == act.SeenOfSource && Shown(Side.Destination) == act.SeenOfDestination && IsAtRest()));
    }

    protected override void Declare(in Pending operation, ControlledThread thread)
    {
        var act = expectation.Acts[next];
        Touches(Touch.Write);
        pair.Source.Outlet.DependsOnFirst(act.SeenOfSource);
        pair.Destination.Outlet.DependsOnFirst(act.SeenOfDestination);
    }

    protected override ulong Run(in Pending operation, ControlledThread thread)
    {
        var act = expectation.Acts[next++];
        if (act.Settles)
        {
            World.Barrier();
        }

        if (act.Link is { } action)
        {
            pair.Act(action);
        }
        else if (act.Unplugs)
        {
            pair.Source.Unplug();
        }
        else if (act.LocksDisk is { } locks)
        {
            pair.Image?.HoldElsewhere(locks);
        }
        else if (act.Kills)
        {
            pair.Kill(act.Side);
        }

        return (ulong)next;
    }

    protected override string Describe(in Pending operation) => expectation.Acts[next].Text;

    private int Shown(Side side) => pair[side].Outlet.Matched;

    /// <summary>Nothing is owed by either VMM, and none waits to show something that was not seen.</summary>
    private bool IsAtRest()
    {
        foreach (var thread in World.Threads)
        {
            if (thread == Thread || thread.IsFinished || thread.IsStopped)
            {
                continue;
            }

            if ((thread.Next.Target as IShows)?.About(thread) is not null || (thread.IsReady && !thread.IsWeak))
            {
                return false;
            }
        }

        return true;
    }

    private static async Routine Send(Vmm vmm, Command command, HarnessAct act)
    {
        if (act.IsOutOfBand)
        {
            vmm.Monitor.ExecuteOutOfBand(command);
        }
        else
        {
            await vmm.MainLoop.Submit(command, act.IsBehind);
        }
    }

    private async Routine Run()
    {
        while (next < expectation.Acts.Count)
        {
            var act = expectation.Acts[next];
            await Begin(Access.Write);
            if (act.Command is { } command && pair[act.Side].IsAlive)
            {
                await Send(pair[act.Side], command, act);
            }
        }
    }
}
