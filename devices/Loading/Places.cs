using Migconf.Devices.Descriptions;
using YamlDotNet.RepresentationModel;

namespace Migconf.Devices.Loading;

/// <summary>Where in a file each part of a description was read, so that what is wrong of it is named with its line.</summary>
internal sealed class Places
{
    private readonly Dictionary<object, (YamlNode Node, YamlEntries? Entries)> known = new(ReferenceEqualityComparer.Instance);

    internal T Remember<T>(YamlEntries map, T part)
        where T : class
    {
        known[part] = (map.Node, map);
        return part;
    }

    internal T Remember<T>(YamlNode node, T part)
        where T : class
    {
        known[part] = (node, null);
        return part;
    }

    /// <summary>The node of the key that is wrong, or of what it belongs to; null for what no file says.</summary>
    internal YamlNode? Find(Problem problem) =>
        problem.At is { } part && known.TryGetValue(part, out var place) ? place.Entries?[problem.Key] ?? place.Node : null;
}
