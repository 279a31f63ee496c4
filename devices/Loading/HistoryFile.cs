using Migconf.Devices.Descriptions;
using Migconf.Devices.Histories;
using YamlDotNet.RepresentationModel;

namespace Migconf.Devices.Loading;

/// <summary>History files: YAML to <see cref="History"/>. The format is devices/schema/device.schema.json.</summary>
public static class HistoryFile
{
    private const string Between = "; a release between two of them is named by the next one, a later one by next";

    /// <summary>What a release does not say is as in the release before.</summary>
    public static History Load(string file, string text)
    {
        var root = new YamlEntries(file, YamlEntries.Parse(file, text), "version", "name", "title", "releases");
        _ = root.NumberOf(root.Need("version"), 1, 1);
        _ = root.Need("releases");
        var releases = new List<DeviceRelease>();
        var places = new Places();
        foreach (var node in root.List("releases"))
        {
            releases.Add(Release(file, node, releases.LastOrDefault(), places));
        }

        return releases.Count > 0
            ? new(root.Text("name"), root.OptionalText("title") ?? root.Text("name"), releases)
            : throw root.Error(root.Need("releases"), "no releases", "write at least one release");
    }

    private static DeviceRelease Release(string file, YamlNode node, DeviceRelease? before, Places places)
    {
        var map = new YamlEntries(file, node, "release", "change", "path", "instance", "aliases", "properties", "state");
        var release = map.OneOf(map.Need("release"), MachineTypes.All, Between);
        if (before is not null && MachineTypes.IsAtLeast(before.Release, release))
        {
            throw map.Error(map.Need("release"), $"release {release} comes after {before.Release}", "write the oldest release first");
        }

        var was = before?.Device;
        var state = map["state"] is { } described ? new StructReader(file, places).Struct(described)
            : was?.State ?? throw map.Error(node, "'state' is missing", "the first release describes the state");
        var device = new Device(state)
        {
            Path = map["path"] is YamlScalarNode { Value: "" } ? "" : map.OptionalText("path") ?? was?.Path ?? "",
            Instance = map.Number("instance", was?.Instance ?? 0, 0, int.MaxValue),
            Aliases = map["aliases"] is null ? was?.Aliases ?? [] : [.. map.List("aliases").Select(alias => Alias(file, alias))],
            Properties = map["properties"] is { } properties ? [.. Properties(file, properties)] : was?.Properties ?? [],
        };
        return DescriptionRules.Problems(device) is [var problem, ..]
            ? throw map.Error(Blamed(problem, map, places), $"release {release}: {problem}", problem.Remedy)
            : new(release, map.OptionalText("change") ?? (before is null ? "first described" : "unchanged"), device);
    }

    /// <summary>Where a problem is. What was written in an earlier release was right there: then it is what this release says of properties.</summary>
    private static YamlNode Blamed(Problem problem, YamlEntries release, Places places) =>
        places.Find(problem) is { } place && place.Start.Line >= release.Node.Start.Line ? place : release["properties"] ?? release.Node;

    private static SectionName Alias(string file, YamlNode node)
    {
        var map = new YamlEntries(file, node, "name", "instance");
        return new(map.Text("name"), map.Number("instance", 0, 0, int.MaxValue));
    }

    private static IEnumerable<Property> Properties(string file, YamlNode node)
    {
        var map = new YamlEntries(file, node);
        return map.All.Select(one => new Property(one.Key, map.OneOf(one.Value, [.. MachineTypes.All, "never"], Between) is var since && since == "never" ? null : since));
    }
}
