using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using YamlDotNet.RepresentationModel;

namespace Migconf.Scenarios.Loading;

/// <summary>Scenario files: YAML to <see cref="Scenario"/>. The format is scenarios/schema/scenario.schema.json.</summary>
public static class ScenarioFile
{
    /// <summary>Commands the reference knows; a scenario may use no others.</summary>
    private static readonly string[] CommandNames =
    [
        "migrate", "migrate-incoming", "migrate_cancel", "migrate-continue", "migrate-set-capabilities",
        "migrate-set-parameters", "query-migrate", "query-status", "stop", "cont",
    ];

    public static Scenario Load(string id, string file, string text)
    {
        var root = new YamlMap(
            file, YamlMap.Parse(file, text), "version", "title", "releases", "source", "destination", "steps");
        root.OneOf(root.Need("version"), "1");
        var releases = root["releases"] is { } bounds ? new YamlMap(file, bounds, "oldest", "newest") : null;
        if (root.Need("steps") is not YamlSequenceNode { Children.Count: > 0 } steps)
        {
            throw root.Error(root.Need("steps"), "no steps", "write at least one step, as '- source: migrate'");
        }

        return new Scenario
        {
            Id = id,
            Title = root.Text("title"),
            OldestRelease = releases?["oldest"] is { } oldest ? releases.Scalar(oldest) : null,
            NewestRelease = releases?["newest"] is { } newest ? releases.Scalar(newest) : null,
            Source = root["source"] is { } source ? Source(file, source) : new(),
            Destination = root["destination"] is { } destination ? Destination(file, destination) : new(),
            Steps = [.. steps.Children.Select(step => LoadStep(file, step))],
        };
    }

    private static SourceMachine Source(string file, YamlNode node)
    {
        var map = new YamlMap(file, node, "guest", "capabilities", "slow-link", "extra-device");
        return new SourceMachine
        {
            Guest = RunStates.Parse(map.Choice("guest", "running", "paused", "prelaunch"))!.Value,
            Capabilities = map.List("capabilities"),
            SlowLink = map.Flag("slow-link", false),
            ExtraDevice = map.Flag("extra-device", false),
        };
    }

    private static DestinationMachine Destination(string file, YamlNode node)
    {
        var map = new YamlMap(
            file, node, "auto-start", "capabilities", "other-machine-type", "other-memory-size", "exit-on-error", "listener");
        return new DestinationMachine
        {
            AutoStart = map.Flag("auto-start", true),
            Capabilities = map.List("capabilities"),
            OtherMachineType = map.Flag("other-machine-type", false),
            OtherMemorySize = map.Flag("other-memory-size", false),
            ExitOnError = map["exit-on-error"] is null ? null : map.Flag("exit-on-error", true),
            Listener = Enum.Parse<Listener>(map.Choice("listener", "accepts", "refuses", "hangs"), ignoreCase: true),
        };
    }

    private static Step LoadStep(string file, YamlNode node)
    {
        var map = new YamlMap(file, node, "source", "destination", "wait", "link", "kill");
        if (map.Keys.Count() != 1)
        {
            throw map.Error(node, "a step is one key", "split it into several steps");
        }

        var key = map.Keys.Single();
        var value = map.Need(key);
        return key switch
        {
            "wait" => Wait(file, value),
            "link" => new LinkStep(ParseLink(map.OneOf(value, [.. Enum.GetNames<LinkAction>().Select(Kebab.From)]))),
            "kill" => new KillStep(ParseSide(map.OneOf(value, "source", "destination"))),
            _ => Command(file, map, ParseSide(key), value),
        };
    }

    private static CommandStep Command(string file, YamlMap step, Side side, YamlNode value)
    {
        if (value is YamlScalarNode)
        {
            return new CommandStep(side, step.OneOf(value, CommandNames), []);
        }

        var map = new YamlMap(file, value, CommandNames);
        var name = map.Keys.FirstOrDefault() ?? throw map.Error(value, "no command", $"known: {string.Join(", ", CommandNames)}");
        return new CommandStep(side, name, (JsonObject)YamlJson.Convert(map.Need(name))!);
    }

    private static Step Wait(string file, YamlNode node)
    {
        var map = new YamlMap(file, node, "source", "destination");
        var key = map.Keys.FirstOrDefault() ?? throw map.Error(node, "nothing to wait for", "write '{ source: completed }'");
        var names = map.List(key);
        if (names is ["exit"])
        {
            return new WaitExitStep(ParseSide(key));
        }

        var statuses = names.Select(name => MigrationStatuses.Parse(name) ?? throw map.Error(
            map.Need(key), $"unknown status '{name}'", $"known: exit, {string.Join(", ", MigrationStatuses.AllNames)}"));
        return new WaitStep(ParseSide(key), [.. statuses]);
    }

    private static LinkAction ParseLink(string name) => Enum.GetValues<LinkAction>().First(a => Kebab.From(a.ToString()) == name);

    private static Side ParseSide(string name) => name == "source" ? Side.Source : Side.Destination;
}
