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
}

public static class RunStates
{
    private static readonly Dictionary<RunState, string> Names = Enum.GetValues<RunState>()
        .ToDictionary(state => state, state => Kebab.From(state.ToString()));

    private static readonly Dictionary<string, RunState> ByName = Names.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static string QmpName(this RunState state) => Names[state];

    public static RunState? Parse(string name) => ByName.TryGetValue(name, out var state) ? state : null;

    public static IEnumerable<string> AllNames => Names.Values;
}
