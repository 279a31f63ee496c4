using System.Security.Cryptography;
using System.Text;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Loading;

/// <summary>Scenarios to YAML that loads back equal: shrunk failures, recordings, and what a hash is taken of.</summary>
public static class ScenarioWriter
{
    public static string Write(Scenario scenario)
    {
        var text = new StringBuilder("version: 1\n").Append("title: ").Append(Quote(scenario.Title)).Append('\n');
        if (scenario.OldestRelease is not null || scenario.NewestRelease is not null)
        {
            var bounds = new[] { ("oldest", scenario.OldestRelease), ("newest", scenario.NewestRelease) };
            text.Append("releases: { ").AppendJoin(", ", bounds.Where(b => b.Item2 is not null).Select(b => $"{b.Item1}: \"{b.Item2}\""));
            text.Append(" }\n");
        }

        Append(text, "source", SourceKeys(scenario.Source));
        Append(text, "destination", DestinationKeys(scenario.Destination));
        text.Append("steps:\n");
        foreach (var step in scenario.Steps)
        {
            text.Append("  - ").Append(Line(step)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Twelve hexadecimal digits that change with the scenario.</summary>
    public static string Hash(Scenario scenario) => Hash(Write(scenario));

    /// <summary>The same, of what <see cref="Write"/> wrote.</summary>
    public static string Hash(string written) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(written)))[..12];

    private static void Append(StringBuilder text, string key, IEnumerable<string> values)
    {
        var list = values.ToList();
        if (list.Count > 0)
        {
            text.Append(key).Append(": { ").AppendJoin(", ", list).Append(" }\n");
        }
    }

    private static IEnumerable<string> SourceKeys(SourceMachine source)
    {
        if (source.Guest != RunState.Running)
        {
            yield return $"guest: {source.Guest.QmpName()}";
        }

        if (source.Capabilities.Count > 0)
        {
            yield return $"capabilities: [{string.Join(", ", source.Capabilities)}]";
        }

        foreach (var flag in SourceFlag.All.Where(flag => flag.Of(source)))
        {
            yield return $"{flag.Key}: true";
        }
    }

    private static IEnumerable<string> DestinationKeys(DestinationMachine destination)
    {
        if (!destination.AutoStart)
        {
            yield return "auto-start: false";
        }

        if (destination.Capabilities.Count > 0)
        {
            yield return $"capabilities: [{string.Join(", ", destination.Capabilities)}]";
        }

        if (destination.OtherMachineType)
        {
            yield return "other-machine-type: true";
        }

        if (destination.OtherMemorySize)
        {
            yield return "other-memory-size: true";
        }

        if (destination.OtherUuid)
        {
            yield return "other-uuid: true";
        }

        if (destination.PoisonedMemory)
        {
            yield return "poisoned-memory: true";
        }

        if (destination.ExitOnError is { } exits)
        {
            yield return exits ? "exit-on-error: true" : "exit-on-error: false";
        }

        if (destination.Listener != Listener.Accepts)
        {
            yield return $"listener: {Kebab.From(destination.Listener.ToString())}";
        }
    }

    private static string Line(Step step) => step switch
    {
        CommandStep { IsOutOfBand: true } command => $"out-of-band: {{ {Line(command with { IsOutOfBand = false })} }}",
        CommandStep { Arguments.Count: 0 } plain => $"{plain.Side.Name()}: {plain.Command}",
        CommandStep command => $"{command.Side.Name()}: {{ {command.Command}: {command.Arguments.ToJsonString()} }}",
        WaitStep { AnyOf.Count: 1 } wait => $"wait: {{ {wait.Side.Name()}: {wait.AnyOf[0].QmpName()} }}",
        WaitStep wait => $"wait: {{ {wait.Side.Name()}: [{string.Join(", ", wait.AnyOf.Select(s => s.QmpName()))}] }}",
        WaitRunningStep running => $"wait: {{ {running.Side.Name()}: running }}",
        WaitPassesStep => "wait: { source: passes }",
        WaitExitStep exit => $"wait: {{ {exit.Side.Name()}: exit }}",
        LinkStep link => $"link: {Kebab.From(link.Action.ToString())}",
        DiskStep or UnplugStep => step.Describe(),
        KillStep kill => $"kill: {kill.Side.Name()}",
        _ => throw new InvalidOperationException(step.Describe()),
    };

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
