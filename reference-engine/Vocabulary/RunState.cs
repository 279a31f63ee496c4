namespace Migconf.ReferenceEngine.Vocabulary;

/// <summary>The run state of a guest, by the names of QMP's <c>RunState</c> (facts: control-plane, section 2).</summary>
public enum RunState
{
    Prelaunch,
    Running,
    Paused,
    Inmigrate,
    FinishMigrate,
    Postmigrate,

    /// <summary>The guest sleeps (ACPI S3): no virtual CPU runs until it is woken.</summary>
    Suspended,

    /// <summary>The guest powered itself off, and the process stayed (<c>-no-shutdown</c>): it runs only after a reset.</summary>
    Shutdown,
}

public static class RunStates
{
    private static readonly Dictionary<RunState, string> Names = Enum.GetValues<RunState>()
        .ToDictionary(state => state, state => Kebab.From(state.ToString()));

    private static readonly Dictionary<string, RunState> ByName = Names.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Whether a guest in this state is at work, or sleeps: stopping it and letting it go on are shown.</summary>
    public static bool IsLive(this RunState state) => state is RunState.Running or RunState.Suspended;

    public static string QmpName(this RunState state) => Names[state];

    public static RunState? Parse(string name) => ByName.TryGetValue(name, out var state) ? state : null;

    public static IEnumerable<string> AllNames => Names.Values;
}
