using Migconf.Devices.Checking;
using Migconf.Devices.Descriptions;
using Migconf.Devices.Histories;
using Migconf.Devices.Loading;

namespace Migconf.Devices.Pages;

/// <summary>The recipe of a break as lines of the history file, with the names of the device.</summary>
internal static class Advice
{
    /// <summary>What to write; nothing where it depends on more than the descriptions say.</summary>
    internal static IReadOnlyList<string> Of(History history, Break found)
    {
        var (from, to) = (history.Find(found.From)!, history.Find(found.To)!);
        var isForward = MachineTypes.IsAtLeast(found.To, found.From);
        var (older, newer) = isForward ? (from, to) : (to, from);
        var path = found.Prediction.Field ?? "";
        return found.Prediction.Class switch
        {
            "MIG-COMPAT-001" or "MIG-COMPAT-002" or "MIG-COMPAT-008" when Added(older, newer, path) is { } added =>
                Subsection(Since(one => Located.Find(one, path) is not null), added),
            "MIG-COMPAT-001" or "MIG-COMPAT-002" or "MIG-COMPAT-008" when Added(newer, older, path) is { } dropped =>
                Kept(Since(one => Located.Find(one, path) is null), dropped),
            "MIG-COMPAT-003" => Version(Since(one => one.State.Version > older.Device.State.Version), older),
            "MIG-COMPAT-004" => Minimum(Since(one => one.State.MinimumVersion > older.Device.State.Version), older),
            "MIG-COMPAT-005" when Part(from.Device, path) is { } part => Gated(isForward ? from : Since(one => Part(one, path) is not null), part),
            Regrouping.Class when found.Prediction.Regrouped is { } same && (isForward ? (same.Read, same.Sent) : (same.Sent, same.Read)) is var (now, was) =>
                Same(Since(one => now.All(number => Located.Find(one, number.Path) is not null)), older, now, was),
            "MIG-COMPAT-007" when Located.Find(older.Device, path) is { } kept && HistoryWriter.Line(kept.Field) is { } line =>
                [$"release {Since(one => Located.Find(one, path) is { } there && there.Field.Shape != kept.Field.Shape).Release}: - {line}"],
            "MIG-COMPAT-018" or "MIG-COMPAT-019" when Located.Find(from.Device, path) is { } lost => Held(from, lost, found.Machines),
            "MIG-COMPAT-019" when Located.Find(to.Device, path) is { } lost => Held(from, lost, found.Machines),
            _ => [],
        };

        // The first release behind the older one that did it; the newer one, if it was neither.
        DeviceRelease Since(Func<Device, bool> did) => history.Releases.SkipWhile(one => one != older).Skip(1).FirstOrDefault(one => did(one.Device)) ?? newer;
    }

    /// <summary>The field of the one release that the other has nowhere.</summary>
    private static Located? Added(DeviceRelease without, DeviceRelease with, string path) =>
        Located.Find(without.Device, path) is null ? Located.Find(with.Device, path) : null;

    private static List<string> Subsection(DeviceRelease release, Located added)
    {
        var field = added.Field;
        var gate = Gate(field.Name);
        var moved = field with { OnlyWith = gate, Exists = null, Since = 0 };
        var needed = field.Shape is Scalar ? $"{field.Name} != {field.AtRest} and property {gate}" : $"property {gate}";
        return HistoryWriter.Line(moved) is not { } line ? [] :
        [
            .. Declared(release, gate),
            $"in '{added.Owner.Name}', instead of the field: subsections:",
            $"  - {{ name: {added.Owner.Name}/{field.Name}, needed: {needed}, fields: [{line}] }}",
        ];
    }

    /// <summary>A field that was dropped goes on being sent: nothing is lost then. Unused bytes keep the layout only.</summary>
    private static List<string> Kept(DeviceRelease release, Located dropped)
    {
        var field = dropped.Field;
        var before = $"release {release.Release}, where '{field.Name}' was: - ";
        return (Size(field.Shape), HistoryWriter.Line(field)) switch
        {
            ({ } size, _) when field.Shape is Descriptions.Unused => [$"{before}{{ unused: {size} }}"],
            ({ } size, { } line) =>
            [
                $"{before}{line}",
                $"'{{ unused: {size} }}' in its place keeps the layout only: '{field.Name}' is lost where it is not {field.AtRest}"
                    + $"{(field.AtRest == 0 ? "" : ", older releases read 0 for it")}, and nothing says so (MIG-COMPAT-018)",
            ],
            (_, { } line) => [$"{before}{line}"],
            _ => [],
        };
    }

    private static List<string> Version(DeviceRelease raised, DeviceRelease older) => [$"release {raised.Release}: version: {older.Device.State.Version}"];

    private static List<string> Minimum(DeviceRelease raised, DeviceRelease older) => [$"release {raised.Release}: minimum-version: {older.Device.State.MinimumVersion}"];

    /// <summary>A subsection is sent on machine types whose older releases do not know it: it has no property, or one that is on too early.</summary>
    private static List<string> Gated(DeviceRelease release, Subsection part)
    {
        if (part.Needed.Properties.FirstOrDefault() is { } there)
        {
            return [.. Declared(release, there)];
        }

        var gate = Gate(part.Type.Name.Split('/')[^1]);
        var needed = part.Needed.ToString() is var own && own != "always" ? $"{own} and " : NotAtRest(part.Type) is { } test ? $"{test} and " : "";
        return
        [
            .. Declared(release, gate),
            $"in '{part.Type.Name}': needed: {needed}property {gate}",
            .. part.Type.Fields.Select(field => HistoryWriter.Line(field with { OnlyWith = gate })).OfType<string>().Select(line => $"  - {line}"),
        ];
    }

    /// <summary>That some number of a subsection is not at rest; null when it holds what a condition cannot name.</summary>
    private static string? NotAtRest(StructDescription part)
    {
        var tests = part.Members.Select(field => field.Shape is Scalar ? $"{field.Name} != {field.AtRest}" : null).ToList();
        return tests.Count == 0 || tests.Contains(null) || part.Subsections.Count > 0 ? null : tests.Count == 1 ? tests[0] : $"({string.Join(" or ", tests)})";
    }

    /// <summary>Where a property that is off stops the sending, it also keeps the value at rest, if the history says so.</summary>
    private static List<string> Held(DeviceRelease release, Located lost, IReadOnlyList<string> machines)
    {
        var gate = lost.Gates.FirstOrDefault(gate => machines.Any(machine => !release.Device.IsOn(gate, machine)));
        return gate is null || lost.Field.OnlyWith is not null || HistoryWriter.Line(lost.Field with { OnlyWith = gate }) is not { } line ? [] :
            [$"- {line}", $"'only-with' says that '{lost.Field.Name}' cannot leave rest while '{gate}' is off: let the device keep to it"];
    }

    /// <summary>The same bytes under other names: what to write if they mean the same.</summary>
    private static List<string> Same(
        DeviceRelease newer, DeviceRelease older, IReadOnlyList<(string Path, string Kind)> now, IReadOnlyList<(string Path, string Kind)> was)
    {
        var (here, there) = (Fields(newer.Device, now), Fields(older.Device, was));
        if (here is [{ } renamed] && there is [{ } former])
        {
            return HistoryWriter.Line(renamed with { Stands = former.Meaning }) is { } line
                ? [$"release {newer.Release}, if '{renamed.Name}' means what '{former.Name}' meant: - {line}"] : [];
        }

        var names = string.Join(", ", here.Select(field => field.Name));
        return [.. there.Select(HistoryWriter.Line).OfType<string>()
            .Select(line => $"release {newer.Release}, in place of {names}, if the bytes mean the same in this order: - {line}")];
    }

    private static List<Field> Fields(Device device, IReadOnlyList<(string Path, string Kind)> numbers) =>
        [.. numbers.Select(number => Located.Find(device, number.Path)?.Field).OfType<Field>().Distinct()];

    private static IEnumerable<string> Declared(DeviceRelease release, string gate)
    {
        var all = release.Device.Properties.Where(one => one.Name != gate).Append(new(gate, release.Release));
        yield return $"release {release.Release}: properties: {{ {string.Join(", ", all.Select(one => $"{one.Name}: \"{one.OnSince ?? "never"}\""))} }}";
    }

    private static Subsection? Part(Device device, string name) =>
        DescriptionRules.Structs(device.State).SelectMany(type => type.Subsections).FirstOrDefault(one => one.Type.Name == name);

    private static string Gate(string name) => $"x-{name.Replace('_', '-')}";

    private static int? Size(Shape shape) => shape switch
    {
        Scalar scalar => scalar.Width,
        FixedArray { Element: Scalar element, Count: var count } => count * element.Width,
        Descriptions.Unused unused => unused.Size,
        _ => null,
    };
}
