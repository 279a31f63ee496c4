using Exploration.Schedules;
using Exploration.Stories;

namespace Exploration.Testing;

/// <summary>One execution, and what is needed to have it again.</summary>
internal sealed record Attempt(Outcome Outcome, int Steps, IReadOnlyList<int> Threads, IReadOnlyList<(int Thread, int Value)> Choices, int Preemptions)
{
    internal static Attempt Run(Action<World> program, IStrategy strategy, int stepLimit)
    {
        var notes = new Notes(strategy);
        var world = new World(notes, stepLimit);
        program(world);
        var outcome = world.Run();
        return new(outcome, world.Steps, notes.Threads, notes.Choices, notes.Preemptions);
    }

    /// <summary>The execution once more, told step by step.</summary>
    internal Bug Explain(Action<World> program, Minimality minimality, Action<int>? before = null)
    {
        var recorder = new Recorder(new Guided(Threads, Choices) { IsFair = Outcome.Kind == OutcomeKind.Livelock });
        var teller = new StoryTeller(before);
        var isCut = Outcome.Kind is OutcomeKind.Livelock or OutcomeKind.StepLimit;
        var world = new World(recorder, isCut ? Steps : Steps + 1) { Witness = teller };
        program(world);
        var outcome = world.Run();
        return new(outcome, recorder.Schedule with { StepLimit = isCut ? Steps : null }, teller.Finish(outcome), Preemptions, minimality);
    }

    /// <summary>Writes down who ran, what was chosen, and who was interrupted.</summary>
    private sealed class Notes(IStrategy inner) : IRetracing
    {
        private readonly IRetracing? retracing = inner as IRetracing;
        private readonly List<int> threads = [];
        private readonly List<(int Thread, int Value)> choices = [];
        private ControlledThread? last;

        internal IReadOnlyList<int> Threads => threads;

        internal IReadOnlyList<(int Thread, int Value)> Choices => choices;

        internal int Preemptions { get; private set; }

        public bool StopsAtRest => inner.StopsAtRest;

        public bool IsFair => inner.IsFair;

        public Tracking Tracking => inner.Tracking;

        public ControlledThread? Retraced(World world) => retracing?.Retraced(world) is { } known ? Note(known) : null;

        public int NextThread(World world, ReadOnlySpan<ControlledThread> ready)
        {
            var index = inner.NextThread(world, ready);
            if (index >= 0)
            {
                Note(ready[index]);
            }

            return index;
        }

        public int NextChoice(World world, int count, string about)
        {
            var choice = inner.NextChoice(world, count, about);
            choices.Add((threads[^1], choice));
            return choice;
        }

        public void Performed(World world, ControlledThread thread) => inner.Performed(world, thread);

        private ControlledThread Note(ControlledThread thread)
        {
            if (last is not null && last != thread && last.IsReady && !last.IsWeak)
            {
                Preemptions++;
            }

            threads.Add(thread.Id);
            return last = thread;
        }
    }
}
