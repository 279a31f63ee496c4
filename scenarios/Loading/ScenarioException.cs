namespace Migconf.Scenarios.Loading;

/// <summary>A scenario or recording file is wrong at a place.</summary>
public sealed class ScenarioException(string file, long line, string problem, string remedy)
    : Exception($"{file}:{line}: {problem}")
{
    public const string Id = "MIG-SCENARIO-001";

    public string Remedy { get; } = remedy;
}
