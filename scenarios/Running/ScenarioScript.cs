using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Running;

/// <summary>What the script wants done next.</summary>
public abstract record ScriptAction;

public sealed record SendAction(Side Side, int Id, string Command, JsonObject Arguments) : ScriptAction
{
    /// <summary>A poll that is repeated because the last one did not find both sides at rest.</summary>
    public bool Repeats { get; init; }

    /// <summary>It is to be carried out beside the main loop.</summary>
    public bool IsOutOfBand { get; init; }

    internal string Words => $"{Side.Name()}: {Command} (id {Id}{(IsOutOfBand ? ", out of band" : "")})";
}

public sealed record LinkScriptAction(LinkAction Action) : ScriptAction;

public sealed record UnplugScriptAction : ScriptAction;

public sealed record DiskScriptAction(bool Locks) : ScriptAction;

public sealed record KillAction(Side Side) : ScriptAction;

/// <summary>Both sides were found at rest.</summary>
public sealed record SettledAction : ScriptAction;

/// <summary>A scenario as a pure state machine: told what was seen, it says what to do. The live runner and the
/// explorer drive the same script, so that both do the same.</summary>
public sealed class ScenarioScript(Scenario scenario)
{
    private readonly IReadOnlyList<Step> steps = WithPrologue(scenario);
    private readonly SideView[] views = [new(), new()];
    private int position;
    private int lastId;
    private readonly List<SendAction> outstanding = [];
    private int poll;
    private bool repeats;

    public bool IsFinished { get; private set; }

    /// <summary>All steps are done; what follows are the closing polls.</summary>
    public bool InEpilogue => position == steps.Count;

    /// <summary>All steps are done and the source has ended, but the destination listens as if nothing had been: it may not have noticed
    /// yet what became of a connection. Or the source has only begun.</summary>
    public bool MayComeToMore => InEpilogue && !AwaitsReply && !IsFinished && ((views[0].HasEnded && views[1].Listens) || views[0].Listens);

    /// <summary>Called with a side when what was seen of it is looked at.</summary>
    public Action<Side>? Looks { get; set; }

    /// <summary>The sides of which more must be seen before the script can go on.</summary>
    public IReadOnlyList<Side> WaitsFor => AwaitsReply ? [.. outstanding.Select(command => command.Side).Distinct()]
        : WaitsForStep is { } side ? [side]
        : [];

    private Side? WaitsForStep => position == steps.Count ? null
        : steps[position] switch
        {
            WaitStep wait => wait.Side,
            WaitExitStep exit => exit.Side,
            WaitRunningStep running => running.Side,
            WaitPassesStep => Side.Source,
            _ => null,
        };

    /// <summary>A command has not been answered yet, and what comes next is not one that goes out of band past it.</summary>
    public bool AwaitsReply => outstanding.Count > 0
        && (position == steps.Count || steps[position] is not CommandStep { IsOutOfBand: true } || outstanding.Any(command => command.IsOutOfBand));

    /// <summary>What it waited for has been seen.</summary>
    public bool CanGoOn => !AwaitsReply && !IsFinished && (position == steps.Count || IsMet(steps[position]));

    /// <summary>What the script waits for, in words.</summary>
    public string Waiting => outstanding is [var waits, ..]
        ? $"the reply to command {waits.Id} on the {waits.Side.Name()}"
        : position < steps.Count ? $"step {Number(steps[position])}: {steps[position].Describe()}" : "rest";

    public void Saw(Side side, Observation observation)
    {
        views[(int)side].Saw(observation);
        outstanding.RemoveAll(command => command.Side == side && observation.Text.StartsWith($"reply {command.Id} ", StringComparison.Ordinal));
    }

    public void Gone(Side side)
    {
        views[(int)side].IsGone = true;
        outstanding.RemoveAll(command => command.Side == side);
    }

    /// <summary>A command that will not be answered.</summary>
    public void GiveUpReply(int id) => outstanding.RemoveAll(command => command.Id == id);

    /// <summary>Gives up the wait the script stands at.</summary>
    public void GiveUpWait() => position = steps.Count;

    /// <summary>The next action, or null until more is seen.</summary>
    public ScriptAction? Next()
    {
        while (!AwaitsReply && !IsFinished)
        {
            if (position == steps.Count)
            {
                return Close();
            }

            if (WaitsForStep is { } side)
            {
                Looks?.Invoke(side);
            }

            var step = steps[position];
            if (!IsMet(step))
            {
                return null;
            }

            position++;
            if (Action(step) is { } action)
            {
                return action;
            }
        }

        return null;
    }

    private bool IsMet(Step step) => step switch
    {
        WaitStep wait => views[(int)wait.Side] is var view && (view.IsGone || wait.AnyOf.Any(view.Passed.Contains)),
        WaitExitStep exit => views[(int)exit.Side].IsGone,
        WaitRunningStep running => views[(int)running.Side] is { IsGone: true } or { HasResumed: true },
        WaitPassesStep => views[(int)Side.Source] is { IsGone: true } or { HasGoneOverMemory: true },
        _ => true,
    };

    private ScriptAction? Action(Step step) => step switch
    {
        CommandStep command when !IsGone(command.Side) => Send(command.Side, command.Command, command.Arguments, command.IsOutOfBand),
        LinkStep link => new LinkScriptAction(link.Action),
        UnplugStep => new UnplugScriptAction(),
        DiskStep disk => new DiskScriptAction(disk.Locks),
        KillStep kill => new KillAction(kill.Side),
        _ => null,
    };

    private bool IsGone(Side side)
    {
        Looks?.Invoke(side);
        return views[(int)side].IsGone;
    }

    /// <summary>The program that takes the source's process over is there when the source is not any more.</summary>
    private bool IsYetToCome(Side side) =>
        side == Side.Destination && scenario.Destination.Listener == Listener.Exec && !IsGone(Side.Source);

    private SendAction Send(Side side, string command, JsonObject arguments, bool isOutOfBand = false)
    {
        if (command is "migrate" or "migrate-incoming" or "migrate-recover")
        {
            views[(int)side].Begin();
        }

        if (command == "migrate-incoming" && scenario.Destination.ExitOnError is { } exits)
        {
            arguments = (JsonObject)arguments.DeepClone();
            arguments["exit-on-error"] = exits;
        }

        var send = new SendAction(side, ++lastId, command, arguments) { Repeats = repeats, IsOutOfBand = isOutOfBand };
        outstanding.Add(send);
        return send;
    }

    /// <summary>Asks each living side for both its states, until neither is on its way to another.</summary>
    private ScriptAction? Close()
    {
        while (poll < 4)
        {
            var side = (Side)(poll / 2);
            var command = poll++ % 2 == 0 ? "query-migrate" : "query-status";
            if (!IsGone(side) && !IsYetToCome(side))
            {
                return Send(side, command, []);
            }
        }

        var held = steps.OfType<LinkStep>().LastOrDefault()?.Action;
        var staysFailed = scenario.Destination.ExitOnError == false;
        if (views[0].IsAtRest(true, views[1], held != LinkAction.StallReturn) && views[1].IsAtRest(staysFailed, views[0], held != LinkAction.StallForward))
        {
            IsFinished = true;
            return new SettledAction();
        }

        poll = 0;
        repeats = true;
        return Next();
    }

    /// <summary>The number of a step of the scenario, or of the one that what comes before it belongs to.</summary>
    private int Number(Step step) =>
        1 + steps.TakeWhile(one => !ReferenceEquals(one, step)).Count(one => scenario.Steps.Any(own => ReferenceEquals(own, one)));

    /// <summary>A destination that answers nobody yet is not asked anything before its first command.</summary>
    private static IReadOnlyList<Step> WithPrologue(Scenario scenario)
    {
        var before = scenario.Destination.AwaitsMemory
            ? scenario.Steps.TakeWhile(step => step is not CommandStep { Side: Side.Destination }).ToList()
            : [];
        var later = scenario.Steps.Skip(before.Count).ToList();
        IEnumerable<Step> source = [SetCapabilities(Side.Source, scenario.Source.Capabilities)];
        IEnumerable<Step> destination = later.Count == 0 ? [] : [SetCapabilities(Side.Destination, scenario.Destination.Capabilities)];
        return scenario.Destination.AwaitsMemory
            ? [.. source, .. SetUp(scenario), .. before, .. destination, .. later]
            : [.. source, .. destination, .. SetUp(scenario), .. later];
    }

    private static IEnumerable<Step> SetUp(Scenario scenario)
    {
        if (scenario.Source.Guest == RunState.Paused)
        {
            yield return new CommandStep(Side.Source, "stop", []);
        }

        if (scenario.Source.SlowLink)
        {
            yield return new CommandStep(Side.Source, "migrate-set-parameters", new JsonObject { ["max-bandwidth"] = 20000 });
        }

        if (scenario.Source.BusyGuest)
        {
            yield return new CommandStep(Side.Source, "migrate-set-parameters", new JsonObject { ["max-bandwidth"] = 2_000_000, ["downtime-limit"] = 20 });
        }

        if (scenario.Source.SlowPostcopy)
        {
            yield return new CommandStep(Side.Source, "migrate-set-parameters", new JsonObject { ["max-postcopy-bandwidth"] = 20000 });
        }
    }

    private static CommandStep SetCapabilities(Side side, IEnumerable<string> names) => new(
        side,
        "migrate-set-capabilities",
        new JsonObject
        {
            ["capabilities"] = new JsonArray([.. names.Prepend("events").Select(
                name => new JsonObject { ["capability"] = name, ["state"] = true })]),
        });
}
