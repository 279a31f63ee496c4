using Migconf.Properties.Exploring;
using Migconf.Properties.Generators;
using Migconf.ReferenceEngine;
using Migconf.Scenarios.Loading;

namespace Migconf.Tests.Properties;

/// <summary>Looks for a trial that breaks a law, and stays with the law it found first while the trial shrinks.</summary>
internal sealed class LawHunt(Rules rules, string? law = null)
{
    /// <summary>The law that was broken.</summary>
    internal string? Law { get; private set; } = law;

    /// <summary>Executions so far.</summary>
    internal int Trials { get; private set; }

    internal bool Holds(Trial trial)
    {
        Trials++;
        var failure = Failure(trial);
        Law ??= failure?.Law;
        return failure is null;
    }

    /// <summary>How a trial breaks the law, if it does.</summary>
    internal Failure? Failure(Trial trial) => trial.Failures(rules).FirstOrDefault(failure => failure.Law == (Law ?? failure.Law));

    /// <summary>Writes the trial's scenario and failing schedule into the folder <c>out</c>.</summary>
    /// <returns>The command line that replays them, without the program's name.</returns>
    internal string[] Write(Trial trial, string? defect)
    {
        var failure = Failure(trial) ?? throw new InvalidOperationException($"{trial} breaks no law");
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "out")).FullName;
        var stem = Path.Combine(folder, $"{failure.Law}.{trial.Release.Name}.{ScenarioWriter.Hash(trial.Scenario)}");
        var scenario = trial.Scenario with { Title = $"breaks {failure.Law}" };
        File.WriteAllText(stem + ".yaml", ScenarioWriter.Write(scenario));
        File.WriteAllText(stem + ".schedule", failure.Schedule.Write());
        string[] replay = ["replay", stem + ".yaml", "--source", $"reference-{trial.Release.Name}", "--schedule", stem + ".schedule"];
        return defect is null ? replay : [.. replay, "--defect", defect];
    }

    /// <summary>What a developer needs of a failure: the law, the scenario, and two ways to see it again.</summary>
    internal string Report(Counterexample<Trial> found, string test, string? defect = null) => string.Join('\n',
        Failure(found.Shrunk)!.Message,
        $"found in trial {found.Runs} of {Trial.Schedules} schedules each: {found.Shrunk}",
        ScenarioWriter.Write(found.Shrunk.Scenario).TrimEnd(),
        $"replay   migconf {string.Join(' ', Write(found.Shrunk, defect))}",
        $"generate {found.Command(test)}");
}
