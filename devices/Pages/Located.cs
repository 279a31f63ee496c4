using Migconf.Devices.Descriptions;
using Migconf.Devices.State;

namespace Migconf.Devices.Pages;

/// <summary>A field with the struct it is in, and the subsection, if it is in one.</summary>
/// <param name="Owner">The struct the field is a member of: of a subsection's field, the parent.</param>
internal sealed record Located(StructDescription Owner, Subsection? Part, Field Field)
{
    /// <summary>Properties without which it is not sent.</summary>
    internal IEnumerable<string> Gates => (Field.Exists?.Properties ?? []).Concat(Part?.Needed.Properties ?? []).Distinct();

    /// <summary>The field of a path, whatever its indexes; null when the device has none there.</summary>
    internal static Located? Find(Device device, string path)
    {
        var wanted = Leaves.Base(path);
        return Within(device.State, null, device.State, "").Where(one => one.Path == wanted).Select(one => one.Found).LastOrDefault();
    }

    private static IEnumerable<(string Path, Located Found)> Within(StructDescription owner, Subsection? part, StructDescription type, string path) =>
        type.Fields.SelectMany(field => Below(field.Shape, $"{path}{field.Name}.").Prepend(($"{path}{field.Name}", new Located(owner, part, field))))
            .Concat(type.Subsections.SelectMany(one => Within(owner, one, one.Type, path)));

    private static IEnumerable<(string Path, Located Found)> Below(Shape shape, string path) => shape switch
    {
        FixedArray array => Below(array.Element, path),
        VariableArray array => Below(array.Element, path),
        Nested { Type: var type } => Within(type, null, type, path),
        PointerArray { Type: var type } => Within(type, null, type, path),
        LinkedList { Type: var type } => Within(type, null, type, path),
        _ => [],
    };
}
