using System.Text.Json.Nodes;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using YamlDotNet.RepresentationModel;

namespace Migconf.Scenarios.Loading;

/// <summary>Scenario files: YAML to <see cref="Scenario"/>. The format is scenarios/schema/scenario.schema.json.</summary>
public static class ScenarioFile
{
    private static readonly string[] KnownReleases = [.. Releases.All.Select(release => release.Name)];

    public static Scenario Load(string id, string file, string text)
    {
        var root = new YamlMap(
            file, YamlMap.Parse(file, text), "version", "title", "releases", "source", "destination", "steps");
        root.Version("version", 1);
        var releases = root["releases"] is { } bounds ? new YamlMap(file, bounds, "oldest", "newest") : null;
        if (root.Need("steps") is not YamlSequenceNode { Children.Count: > 0 } steps)
        {
            throw root.Error(root.Need("steps"), "no steps", "write at least one step, as '- source: migrate'");
        }

        return new Scenario
        {
            Id = id,
            Title = root.Text(root.Need("title")),
            OldestRelease = releases?["oldest"] is { } oldest ? releases.OneOf(oldest, KnownReleases) : null,
            NewestRelease = releases?["newest"] is { } newest ? releases.OneOf(newest, KnownReleases) : null,
            Source = root["source"] is { } source ? Source(file, source) : new(),
            Destination = root["destination"] is { } destination ? Destination(file, destination) : new(),
            Steps = [.. steps.Children.Select(step => LoadStep(file, step))],
        };
    }

    private static SourceMachine Source(string file, YamlNode node)
    {
        var map = new YamlMap(file, node, ["guest", "capabilities", .. SourceFlag.All.Select(flag => flag.Key)]);
        var plain = new SourceMachine
        {
            Guest = RunStates.Parse(map.Choice("guest", "running", "paused", "prelaunch", "suspended", "shutdown"))!.Value,
            Capabilities = Capabilities(map),
        };
        var machine = SourceFlag.All.Aggregate(plain, (sofar, flag) => flag.With(sofar, map.Flag(flag.Key, false)));
        return machine is { BusyGuest: true, Guest: RunState.Suspended or RunState.Shutdown }
            ? throw map.Error(map.Need("busy-guest"), $"a guest that is {machine.Guest.QmpName()} is not busy", "leave out guest, or busy-guest")
            : machine;
    }

    private static DestinationMachine Destination(string file, YamlNode node)
    {
        var map = new YamlMap(
            file, node, "auto-start", "capabilities", "other-machine-type", "other-memory-size", "other-uuid", "poisoned-memory", "exit-on-error", "listener");
        return new DestinationMachine
        {
            AutoStart = map.Flag("auto-start", true),
            Capabilities = Capabilities(map),
            OtherMachineType = map.Flag("other-machine-type", false),
            OtherMemorySize = map.Flag("other-memory-size", false),
            OtherUuid = map.Flag("other-uuid", false),
            PoisonedMemory = map.Flag("poisoned-memory", false),
            ExitOnError = map["exit-on-error"] is null ? null : map.Flag("exit-on-error", true),
            Listener = Enum.Parse<Listener>(map.Choice("listener", "accepts", "swaps", "refuses", "hangs", "file", "transfer", "exec"), ignoreCase: true),
        };
    }

    private static Step LoadStep(string file, YamlNode node)
    {
        var map = new YamlMap(file, node, "source", "destination", "out-of-band", "wait", "link", "disk", "guest", "kill");
        var key = map.Single("a step is one key", "split it into several steps");
        var value = map.Need(key);
        return key switch
        {
            "wait" => Wait(file, value),
            "link" => new LinkStep(ParseLink(map.OneOf(value, [.. Enum.GetNames<LinkAction>().Select(Kebab.From)]))),
            "disk" => new DiskStep(map.OneOf(value, "lock", "unlock") == "lock"),
            "guest" when map.OneOf(value, "unplugs") is not null => new UnplugStep(),
            "kill" => new KillStep(ParseSide(map.OneOf(value, "source", "destination"))),
            "out-of-band" => OutOfBand(file, value),
            _ => Command(file, map, ParseSide(key), value),
        };
    }

    private static CommandStep Command(string file, YamlMap step, Side side, YamlNode value)
    {
        var names = CommandBook.Names;
        var named = value is YamlScalarNode ? null : new YamlMap(file, value, names);
        var name = named?.Single("a step is one command", $"known: {string.Join(", ", names)}") ?? step.OneOf(value, names);
        var given = named?.Need(name);
        var arguments = given is null ? new JsonObject() : YamlJson.Convert(given);
        return CommandBook.Problem(name, arguments) is { } problem
            ? throw step.Error(given ?? value, problem, "migconf schema scenario")
            : new CommandStep(side, name, (JsonObject)arguments!);
    }

    private static CommandStep OutOfBand(string file, YamlNode node)
    {
        var map = new YamlMap(file, node, "source", "destination");
        var key = map.Single("a command is for one side", "write '{ source: migrate-pause }'");
        return new(ParseSide(key), map.OneOf(map.Need(key), CommandBook.OutOfBand), []) { IsOutOfBand = true };
    }

    private static string[] Capabilities(YamlMap map)
    {
        var names = map.List("capabilities").ToArray();
        return names.FirstOrDefault(name => !CommandBook.IsCapabilityName(name)) is { } wrong
            ? throw map.Error(map.Need("capabilities"), $"'{wrong}' is no capability", "write names such as return-path")
            : names;
    }

    private static Step Wait(string file, YamlNode node)
    {
        var map = new YamlMap(file, node, "source", "destination");
        var key = map.Single("a wait is for one side", "write '{ source: completed }'");
        var names = map.List(key);
        if (names.Count == 0)
        {
            throw map.Error(map.Need(key), "nothing to wait for", "write a status, running, passes, or exit");
        }

        if (names is ["exit"])
        {
            return new WaitExitStep(ParseSide(key));
        }

        if (names is ["running"])
        {
            return new WaitRunningStep(ParseSide(key));
        }

        if (names is ["passes"] && key == "source")
        {
            return new WaitPassesStep();
        }

        var statuses = names.Select(name => MigrationStatuses.Parse(name) ?? throw map.Error(
            map.Need(key), $"unknown status '{name}'", $"known: exit, running, passes (of the source), {string.Join(", ", MigrationStatuses.AllNames)}"));
        return new WaitStep(ParseSide(key), [.. statuses]);
    }

    private static LinkAction ParseLink(string name) => Enum.GetValues<LinkAction>().First(a => Kebab.From(a.ToString()) == name);

    private static Side ParseSide(string name) => name == "source" ? Side.Source : Side.Destination;
}
