using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Recordings;
using Migconf.Scenarios.Reference;

namespace Migconf.Scenarios.Running;

/// <summary>How long the runner waits.</summary>
public sealed record RunnerOptions
{
    /// <summary>For a reply; a command that was not answered may still have happened.</summary>
    public TimeSpan CommandPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For what a step of the scenario waits for.</summary>
    public TimeSpan WaitPatience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For both sides to come to rest at the end.</summary>
    public TimeSpan RestPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For a destination that listens to notice that its source has ended, before it is asked whether it is at rest.</summary>
    public TimeSpan NoticePatience { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Before the first closing poll that is repeated because the last one did not find rest; before each further one, twice as long.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    public required string Tool { get; init; }
}

/// <summary>Runs a scenario on a bench and writes down everything done and seen.</summary>
public static class ScenarioRunner
{
    public static async Task<Recording> Run(
        Scenario scenario, IBenchFactory factory, RunnerOptions options, CancellationToken cancel)
    {
        await using var bench = await factory.Start(scenario, cancel);
        var run = new Run(scenario, bench, options);
        await run.Play(cancel);
        return new Recording
        {
            Scenario = scenario,
            Source = Describe(factory.Source, bench.CommandLines[ReferenceEngine.Vocabulary.Side.Source]),
            Destination = Describe(factory.Destination, bench.CommandLines[ReferenceEngine.Vocabulary.Side.Destination]),
            Tool = options.Tool,
            Entries = run.Entries,
        };
    }

    private static RecordedSide Describe(IImplementation implementation, string commandLine) =>
        new(implementation.Name, implementation.Release, implementation.Version, commandLine);
}

/// <summary>One run in progress.</summary>
internal sealed class Run(Scenario scenario, IBench bench, RunnerOptions options)
{
    private readonly ScenarioScript script = new(scenario);
    private readonly List<SendAction> awaited = [];
    private TimeSpan? closingSince;
    private TimeSpan interval = options.PollInterval;

    internal List<Entry> Entries { get; } = [];

    private double Now => Math.Round(bench.Elapsed.TotalMilliseconds, 3);

    internal async Task Play(CancellationToken cancel)
    {
        var deadline = TimeSpan.MaxValue;
        var hasWatched = false;
        while (!script.IsFinished)
        {
            if (!hasWatched && script.MayComeToMore)
            {
                hasWatched = true;
                await Drain(options.NoticePatience, cancel);
            }

            if (script.Next() is { } action)
            {
                if (action is SendAction { Repeats: true } && bench.Elapsed - (closingSince ??= bench.Elapsed) > options.RestPatience)
                {
                    Entries.Add(new GaveUp(Now, script.Waiting));
                    return;
                }

                await Do(action, cancel);
                deadline = TimeSpan.MaxValue;
                continue;
            }

            var patience = awaited.Count == 0 ? options.WaitPatience : options.CommandPatience;
            deadline = deadline == TimeSpan.MaxValue ? bench.Elapsed + patience : deadline;
            var left = deadline - bench.Elapsed;
            if (left > TimeSpan.Zero && await bench.NextSight(left, cancel) is { } sight)
            {
                See(sight);
            }
            else if (!GiveUp())
            {
                return;
            }
            else
            {
                deadline = TimeSpan.MaxValue;
            }
        }
    }

    private async Task Do(ScriptAction action, CancellationToken cancel)
    {
        switch (action)
        {
            case SendAction send:
                if (send.Repeats)
                {
                    await Drain(interval, cancel);
                    interval += IsFirstOfRound(send) ? interval : TimeSpan.Zero;
                }

                awaited.Add(send);
                Entries.Add(new Sent(Now, send.Side, send.Id, send.Command, send.Arguments) { IsOutOfBand = send.IsOutOfBand });
                await bench.Send(send, cancel);
                break;
            case LinkScriptAction link:
                Entries.Add(new LinkActed(Now, link.Action));
                await bench.Link(link.Action, cancel);
                break;
            case UnplugScriptAction:
                Entries.Add(new Unplugged(Now));
                await bench.Unplug(cancel);
                break;
            case DiskScriptAction disk:
                Entries.Add(new DiskActed(Now, disk.Locks));
                await bench.LockDisk(disk.Locks, cancel);
                break;
            case KillAction kill:
                Entries.Add(new Killed(Now, kill.Side));
                await bench.Kill(kill.Side, cancel);
                script.Gone(kill.Side);
                break;
            case SettledAction:
                Entries.Add(new Settled(Now));
                break;
        }
    }

    private static bool IsFirstOfRound(SendAction poll) => poll.Command == "query-migrate";

    private async Task Drain(TimeSpan interval, CancellationToken cancel)
    {
        var until = bench.Elapsed + interval;
        while (until - bench.Elapsed is var left && left > TimeSpan.Zero && await bench.NextSight(left, cancel) is { } sight)
        {
            See(sight);
        }
    }

    private void See(Sight sight)
    {
        if (sight.ExitCode is { } code)
        {
            Entries.Add(new Exited(Now, sight.Side, code));
            script.Gone(sight.Side);
            awaited.RemoveAll(command => command.Side == sight.Side);
        }
        else if (sight.Message is { } message && (scenario.Source.BusyGuest || Projection.Of(message) != Observation.Passes))
        {
            // A guest that is not busy takes some passes too where the machine is slow: they mean nothing.
            Entries.Add(new Received(Now, sight.Side, message));
            awaited.RemoveAll(command => command.Side == sight.Side && command.Id == message["id"]?.GetValue<int>());

            if (Projection.Of(message) is { } observation)
            {
                script.Saw(sight.Side, observation);
            }
        }
    }

    /// <summary>Replies or a wait are given up; false when nothing is left to be done.</summary>
    private bool GiveUp()
    {
        if (awaited.Count > 0)
        {
            foreach (var command in awaited)
            {
                Entries.Add(new Unanswered(Now, command.Side, command.Id));
                script.GiveUpReply(command.Id);
            }

            awaited.Clear();
            return true;
        }

        Entries.Add(new GaveUp(Now, script.Waiting));
        if (script.InEpilogue)
        {
            return false;
        }

        script.GiveUpWait();
        return true;
    }
}
