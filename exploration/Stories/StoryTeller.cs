using Exploration.Primitives;

namespace Exploration.Stories;

/// <summary>Writes down an execution while it happens.</summary>
internal sealed class StoryTeller(Action<int>? before = null) : IWitness
{
    private readonly List<StoryStep> steps = [];
    private readonly List<string> threads = [];
    private List<string> accesses = [];
    private ControlledThread? last;
    private string operation = "";
    private string chosen = "";
    private readonly List<ulong> states = [];
    private readonly List<(string Field, RacingAccess Access)> places = [];
    private bool preempts;

    public void Begins(ControlledThread thread)
    {
        before?.Invoke(steps.Count + 1);
        preempts = last is not null && last != thread && last.IsReady && !last.IsWeak;
        last = thread;
        operation = thread.Next.ToString();
        chosen = "";
        states.Add(thread.World.Outside);
        if (!threads.Contains(thread.Name))
        {
            threads.Add(thread.Name);
        }
    }

    public void Happened(ControlledThread thread, string result)
    {
        accesses = [];
        var text = result.Length > 0 && chosen.Length > 0 ? $"{result}; {chosen}" : result + chosen;
        steps.Add(new StoryStep(steps.Count + 1, thread.Name, operation, text, accesses, preempts, false));
    }

    public void Accessed(ControlledThread thread, string field, string access, string value)
    {
        accesses.Add($"{access} {field}: {value}");
        places.Add((field, new(steps.Count, thread.Name, accesses[^1], CallStack.Of(thread))));
    }

    public void Noted(string what) => accesses.Add(what);

    public void Chose(string about, int value) => chosen = $"{about} = {value}";

    internal Story Finish(Outcome outcome)
    {
        var error = outcome.Error as DataRaceException ?? outcome.Error?.InnerException as DataRaceException;
        var race = error?.Steps;
        RacingAccess? In(int? step) => places.LastOrDefault(place => place.Field == error?.Field && place.Access.Step == step).Access;
        return new(
            threads,
            [.. steps.Select(step => step with { IsRacing = race is { } pair && (pair.Earlier == step.Number || pair.Later == step.Number) })],
            outcome,
            outcome.Kind == OutcomeKind.Livelock ? Lasso() : null)
        {
            Thrown = CallStack.Of(outcome.Error),
            Race = [.. new[] { In(race?.Earlier), In(race?.Later) }.OfType<RacingAccess>()],
        };
    }

    /// <summary>The shortest way back to the last state in which something of every thread was seen on the way.</summary>
    private (int First, int Last)? Lasso()
    {
        for (var from = states.Count - 2; from >= 0; from--)
        {
            if (states[from] == states[^1]
                && steps[from..^1].Select(step => step.Thread).Distinct().Count() == steps[(steps.Count / 2)..].Select(step => step.Thread).Distinct().Count())
            {
                return (from + 1, states.Count - 1);
            }
        }

        return null;
    }
}
