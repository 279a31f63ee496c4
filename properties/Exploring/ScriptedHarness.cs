using Exploration;
using Migconf.Properties.Laws;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Reference;
using Migconf.Scenarios.Running;

namespace Migconf.Properties.Exploring;

/// <summary>The manager and the network of a scenario as a thread of the world, driven by the same script as a live
/// run. It also keeps the history the laws look at.</summary>
public sealed class ScriptedHarness : SharedObject
{
    private readonly ScenarioScript script;
    private readonly Model model;
    private ScriptAction? planned;
    private IReadOnlyList<Side> waitsFor = [];
    private bool awaitsReply;
    private bool repeats;
    private int done;

    public ScriptedHarness(World world, Scenario scenario, Model model)
        : base(world, "harness")
    {
        this.model = model;
        script = new ScenarioScript(scenario);
        foreach (var vmm in new[] { model.Pair.Source, model.Pair.Destination })
        {
            vmm.Outlet.Listener = observation => Shown(vmm, observation);
        }

        script.Looks = side => model.Pair[side].Outlet.DependsOnAll();
        Thread = world.Spawn("harness", Run);
    }

    public bool IsFinished => script.IsFinished;

    public string Waiting => script.Waiting;

    /// <summary>All steps are done; what is left is to find both sides at rest.</summary>
    public bool IsClosing => script.InEpilogue;

    internal ControlledThread Thread { get; }

    protected override ulong StateHash => (ulong)done;

    /// <summary>The closing polls come when nothing else happens any more; repeating them would show nothing new.</summary>
    protected override bool CanRun(in Pending operation, ControlledThread thread) =>
        !repeats && (awaitsReply ? !script.AwaitsReply : script.CanGoOn) && (!script.InEpilogue || OthersRest());

    protected override void Declare(in Pending operation, ControlledThread thread)
    {
        Touches(Touch.Write);
        foreach (var side in waitsFor)
        {
            model.Pair[side].Outlet.DependsOnAll(Touch.MayWait);
        }
    }

    protected override ulong Run(in Pending operation, ControlledThread thread)
    {
        done++;
        if (script.InEpilogue)
        {
            World.Barrier();
        }

        planned = script.Next();
        switch (planned)
        {
            case LinkScriptAction link:
                model.Pair.Act(link.Action);
                break;
            case UnplugScriptAction:
                model.Pair.Source.Unplug();
                break;
            case DiskScriptAction disk:
                model.Pair.Image?.HoldElsewhere(disk.Locks);
                break;
            case KillAction kill:
                model.Pair.Kill(kill.Side);
                model.History.Kill(kill.Side);
                script.Gone(kill.Side);
                break;
            case SettledAction:
                (model.History.Settled, model.History.IsOver) = (true, true);
                break;
            case SendAction send:
                repeats = send.Repeats;
                break;
        }

        return (ulong)done;
    }

    protected override string Describe(in Pending operation) => $"go on after {script.Waiting}";

    private bool OthersRest() => World.Threads.All(
        thread => thread == Thread || thread.IsFinished || thread.IsStopped || !thread.IsReady || thread.IsWeak);

    private void Shown(Vmm vmm, Observation observation)
    {
        model.History.Show(vmm.Side, observation);
        script.Saw(vmm.Side, observation);
        if (!vmm.IsAlive || observation.Text.StartsWith("exit", StringComparison.Ordinal))
        {
            script.Gone(vmm.Side);
        }
    }

    private async Routine Run()
    {
        while (!script.IsFinished)
        {
            (waitsFor, awaitsReply) = (script.WaitsFor, script.AwaitsReply);
            await Begin(Access.Write);
            if (planned is SendAction { Repeats: false } send)
            {
                await Send(send);
            }
        }
    }

    private async Routine Send(SendAction send)
    {
        var vmm = model.Pair[send.Side];
        if (!vmm.IsAlive)
        {
            script.Gone(send.Side);
            return;
        }

        model.History.Do(send.Side, send.Command, send.Id, send.Arguments);
        var command = QmpCommands.Parse(send.Id, send.Command, send.Arguments);
        if (send.IsOutOfBand)
        {
            vmm.Monitor.ExecuteOutOfBand(command);
        }
        else
        {
            await vmm.MainLoop.Submit(command);
        }
    }
}
