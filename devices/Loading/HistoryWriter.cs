using System.Globalization;
using System.Text;
using Migconf.Devices.Descriptions;
using Migconf.Devices.Histories;

namespace Migconf.Devices.Loading;

/// <summary>Histories as history files: what a release has in common with the one before is left out.</summary>
public static class HistoryWriter
{
    public static string Write(History history)
    {
        var text = new StringBuilder($"version: 1\nname: {Quoted(history.Name)}\ntitle: {Quoted(history.Title)}\nreleases:\n");
        DeviceRelease? before = null;
        foreach (var release in history.Releases)
        {
            Release(text, release, before?.Device);
            before = release;
        }

        return text.ToString();
    }

    /// <summary>A field as one line of a list of fields; null for one that needs several.</summary>
    public static string? Line(Field field)
    {
        var (keys, nested) = Shape(field.Shape);
        return nested is null ? Flow([("name", Bare(field.Name)), .. keys, .. Details(field)]) : null;
    }

    private static string Flow(IEnumerable<(string Key, string Value)> keys) => $"{{ {string.Join(", ", keys.Select(one => $"{one.Key}: {one.Value}"))} }}";

    /// <summary>Quotes where something else would be read without them.</summary>
    private static string Bare(string name) => char.IsAsciiLetter(name[0]) && name is not ("true" or "false" or "null") ? name : Quoted(name);

    private static void Release(StringBuilder text, DeviceRelease release, Device? was)
    {
        var device = release.Device;
        text.Append(CultureInfo.InvariantCulture, $"  - release: \"{release.Release}\"\n    change: {Quoted(release.Change)}\n");
        if (device.Path != (was?.Path ?? ""))
        {
            text.Append(CultureInfo.InvariantCulture, $"    path: {Quoted(device.Path)}\n");
        }

        if (device.Instance != (was?.Instance ?? 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"    instance: {device.Instance}\n");
        }

        if (!device.Aliases.SequenceEqual(was?.Aliases ?? []))
        {
            var aliases = device.Aliases.Select(one => $"{{ name: {Quoted(one.Name)}, instance: {one.Instance} }}");
            text.Append(CultureInfo.InvariantCulture, $"    aliases: [{string.Join(", ", aliases)}]\n");
        }

        if (!device.Properties.SequenceEqual(was?.Properties ?? []))
        {
            var properties = device.Properties.Select(one => $"{one.Name}: \"{one.OnSince ?? "never"}\"");
            text.Append(CultureInfo.InvariantCulture, $"    properties: {{ {string.Join(", ", properties)} }}\n");
        }

        if (!ReferenceEquals(device.State, was?.State))
        {
            text.Append("    state:\n");
            Struct(text, device.State, "      ", "      ");
        }
    }

    private static void Struct(StringBuilder text, StructDescription type, string first, string indent, string? needed = null)
    {
        text.Append(CultureInfo.InvariantCulture, $"{first}name: {Quoted(type.Name)}\n");
        if (needed is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}needed: {Quoted(needed)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{indent}version: {type.Version}\n{indent}minimum-version: {type.MinimumVersion}\n");
        text.Append(type.Fields.Count > 0 ? $"{indent}fields:\n" : "");
        foreach (var field in type.Fields)
        {
            Field(text, field, indent);
        }

        text.Append(type.Subsections.Count > 0 ? $"{indent}subsections:\n" : "");
        foreach (var (part, condition) in type.Subsections)
        {
            Struct(text, part, $"{indent}  - ", $"{indent}    ", condition.ToString());
        }

        Hooks(text, "before-save", type.BeforeSave, indent);
        Hooks(text, "before-load", type.BeforeLoad, indent);
        Hooks(text, "after-load", type.AfterLoad, indent);
    }

    private static void Field(StringBuilder text, Field field, string indent)
    {
        var (keys, nested) = Shape(field.Shape);
        keys = [("name", Quoted(field.Name)), .. keys, .. Details(field)];
        if (nested is null)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}  - {Flow(keys)}\n");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"{indent}  - {string.Join($"\n{indent}    ", keys.Select(one => $"{one.Key}: {one.Value}"))}\n{indent}    struct:\n");
        Struct(text, nested, $"{indent}      ", $"{indent}      ");
    }

    private static (List<(string Key, string Value)> Keys, StructDescription? Nested) Shape(Shape shape) => shape switch
    {
        Scalar scalar => ([("type", scalar.Notation), .. Guards(scalar)], null),
        FixedArray { Element: var element, Count: var count } => Around(element, ("length", $"{count}")),
        VariableArray { Element: var element } array => Around(element, ("counted-by", Quoted(array.CountedBy)), ("capacity", $"{array.Capacity}")),
        Nested nested => ([], nested.Type),
        PointerArray pointers => (
            [("pointers", $"\"{string.Concat(pointers.Present.Select(one => one ? '1' : '0'))}\""), ("marked", pointers.IsMarked ? "true" : "false")],
            pointers.Type),
        LinkedList list => ([("list", $"{list.Longest}")], list.Type),
        Unused unused => ([("unused", $"{unused.Size}")], null),
        Validated check => ([("check", Quoted($"{check.Holds}"))], null),
        _ => throw new ArgumentException($"no way to write {shape}", nameof(shape)),
    };

    private static (List<(string, string)>, StructDescription?) Around(Shape element, params (string, string)[] more)
    {
        var (keys, nested) = Shape(element);
        return element is FixedArray ? throw new ArgumentException("an array of arrays has no form in a file", nameof(element)) : ([.. keys, .. more], nested);
    }

    private static IEnumerable<(string, string)> Details(Field field)
    {
        if (field.Since != 0)
        {
            yield return ("since", $"{field.Since}");
        }

        foreach (var (key, value) in new[] { ("when", field.Exists?.ToString()), ("stands", field.Stands), ("only-with", field.OnlyWith) })
        {
            if (value is not null)
            {
                yield return (key, Quoted(value));
            }
        }

        if (field.AtRest != 0)
        {
            yield return ("at-rest", $"{field.AtRest}");
        }

        foreach (var (key, value) in new[] { ("low", field.Low), ("high", field.High) })
        {
            if (value is { } limit)
            {
                yield return (key, $"{limit}");
            }
        }
    }

    private static void Hooks(StringBuilder text, string key, IReadOnlyList<Hook> hooks, string indent)
    {
        text.Append(hooks.Count > 0 ? $"{indent}{key}:\n" : "");
        foreach (var hook in hooks)
        {
            List<string> parts = hook.Text.Length == 0 ? [] : [$"text: {Quoted(hook.Text)}"];
            if (hook.Sets is { } set)
            {
                var value = set.From is { } from ? $"from: {Quoted(from)}" : $"value: {set.Value}";
                parts.Add($"sets: {{ member: {Quoted(set.Member)}, {value}{(set.When is { } when ? $", when: {Quoted($"{when}")}" : "")} }}");
            }

            if (hook.Requires is { } demand)
            {
                parts.Add($"requires: {Quoted($"{demand}")}");
            }

            text.Append(CultureInfo.InvariantCulture, $"{indent}  - {{ {string.Join(", ", parts)} }}\n");
        }
    }

    private static IEnumerable<(string, string)> Guards(Scalar scalar) =>
        scalar.Guard == Guard.None ? [] : [("guard", scalar.Guard == Guard.Equal ? "equal" : "at-most")];

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
