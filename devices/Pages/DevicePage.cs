using System.Text;
using Migconf.Devices.Descriptions;
using Migconf.Devices.Histories;
using Migconf.Devices.State;
using Migconf.Devices.Streams;

namespace Migconf.Devices.Pages;

/// <summary>A device of one release as a table: what is on the wire, in order.</summary>
public static class DevicePage
{
    private static readonly string[] Head = ["offset", "bytes", "field", "type", "present", "stands for", "values"];

    public static string Write(History history, DeviceRelease release)
    {
        var device = release.Device;
        var text = new StringBuilder($"{history.Name} {release.Release}: {release.Change}\n");
        text.Append($"  section     {device.Section}, version {device.State.Version}, loads {device.State.MinimumVersion} to {device.State.Version}\n");
        foreach (var alias in device.Aliases)
        {
            text.Append($"  accepts     {alias}\n");
        }

        foreach (var property in device.Properties)
        {
            text.Append($"  property    {property.Name}: {(property.OnSince is { } since ? $"on for machine types {since} and newer" : "off")}\n");
        }

        Struct(text, device.State, "", 0);
        var (bytes, refused) = Saver.Save(device, release.Release, Rest.Of(device.State));
        text.Append(refused is null
            ? $"  at rest     {bytes.Length - 1} bytes: {Convert.ToHexStringLower(bytes.AsSpan(0, bytes.Length - 1))}\n"
            : "  at rest     the source refuses to save\n");
        return text.ToString();
    }

    private static void Struct(StringBuilder text, StructDescription type, string title, int? start)
    {
        text.Append(title.Length > 0 ? $"\n  {title}\n" : "\n");
        var rows = new List<string[]>();
        Rows(rows, type, "", ref start);
        text.Append(TextTable.Write(Head, rows, "  "));
        foreach (var (when, hooks) in new[] { ("before save", type.BeforeSave), ("before load", type.BeforeLoad), ("after load", type.AfterLoad) })
        {
            foreach (var hook in hooks)
            {
                text.Append($"  {when,-11} {hook.Text}: {Said(hook)}\n");
            }
        }

        foreach (var (part, needed) in type.Subsections)
        {
            Struct(text, part, $"subsection {part.Name}, version {part.Version}, needed: {needed}", 0);
        }
    }

    private static string Said(Hook hook) => string.Join(", ", new[]
    {
        hook.Sets is { } set ? $"{set.Member} becomes {set.From ?? $"{set.Value}"}{(set.When is { } when ? $" when {when}" : "")}" : null,
        hook.Requires is { } demand ? $"requires {demand}" : null,
    }.OfType<string>());

    /// <summary>An offset is known up to the first field of a length that is not.</summary>
    private static void Rows(List<string[]> rows, StructDescription type, string path, ref int? offset)
    {
        foreach (var field in type.Fields)
        {
            var size = Size(field.Shape);
            var isSure = field.Exists is null && field.Since <= type.Version;
            rows.Add([offset is { } known ? $"{known}" : "?", size is { } bytes ? $"{bytes}" : "?", $"{path}{field.Name}", $"{field.Shape}", Present(field, type),
                field.IsMember ? field.Meaning : "", Values(field)]);
            if (field.Shape is Nested nested)
            {
                Rows(rows, nested.Type, $"{path}{field.Name}.", ref offset);
                rows.AddRange(Parts(nested.Type, $"{path}{field.Name}."));
                offset = nested.Type.Subsections.Count == 0 && isSure ? offset : null;
            }
            else
            {
                if (Element(field.Shape) is { } element)
                {
                    int? within = null;
                    Rows(rows, element, $"{path}{field.Name}[].", ref within);
                    rows.AddRange(Parts(element, $"{path}{field.Name}[]."));
                }

                offset = isSure ? offset + size : null;
            }
        }
    }

    private static StructDescription? Element(Shape shape) => shape switch
    {
        FixedArray { Element: Nested nested } => nested.Type,
        VariableArray { Element: Nested nested } => nested.Type,
        PointerArray pointers => pointers.Type,
        LinkedList list => list.Type,
        _ => null,
    };

    private static IEnumerable<string[]> Parts(StructDescription type, string path) => type.Subsections.SelectMany(one => one.Type.Fields.Select(field =>
        new[]
        {
            "?", Size(field.Shape) is { } size ? $"{size}" : "?", $"{path}{field.Name}", $"{field.Shape}",
            $"in {one.Type.Name}, needed: {one.Needed}", field.Meaning, Values(field),
        }));

    private static string Present(Field field, StructDescription type) => field.Exists is { } exists ? $"when {exists}"
        : field.Since == 0 ? "always"
        : field.Since > type.Version ? "never" : $"since version {field.Since}";

    private static string Values(Field field)
    {
        if (Reach.Innermost(field.Shape) is not { } scalar)
        {
            return "";
        }

        var range = field.Low is null && field.High is null ? "" : $" of {field.Low ?? scalar.Lowest} to {field.High ?? scalar.Highest}";
        return $"at rest {field.AtRest}{range}{(field.OnlyWith is { } gate ? $", only with {gate}" : "")}";
    }

    private static int? Size(Shape shape) => shape switch
    {
        Scalar scalar => scalar.Width,
        FixedArray array => array.Count * Size(array.Element),
        Nested nested when nested.Type.Subsections.Count == 0 && nested.Type.Fields.All(field => field.Exists is null && field.Since <= nested.Type.Version) =>
            nested.Type.Fields.Aggregate((int?)0, (sum, field) => sum + Size(field.Shape)),
        Unused unused => unused.Size,
        Validated => 0,
        _ => null,
    };
}
