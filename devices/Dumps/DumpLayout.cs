namespace Migconf.Devices.Dumps;

/// <summary>A field that holds bytes, wherever it is nested.</summary>
/// <param name="IsSure">No test stands before it, nor before what it is in.</param>
internal sealed record DumpLeaf(string Path, string Name, long Bytes, bool IsSure)
{
    internal static readonly DumpLeaf Nothing = new("", "", 0, false);
}

/// <summary>What is sent, or read, in order, whatever it is called and however it is grouped.</summary>
internal static class DumpLayout
{
    /// <summary>The leaves at a version of the stream. Nested structs go by their own version, which is not on the wire.</summary>
    /// <param name="withCounts">Arrays are as large as all their elements; else as one, since the count is not known.</param>
    internal static List<DumpLeaf> Of(DumpStruct type, int version, bool withCounts)
    {
        var leaves = new List<DumpLeaf>();
        Add(leaves, type, version, "", isSure: true, withCounts ? 1 : 0);
        return leaves;
    }

    /// <summary>All subsections, at whatever depth, with the path of what they are in.</summary>
    internal static IEnumerable<string> Subsections(DumpStruct type) => type.Fields
        .SelectMany(field => field.Below is { } below ? Subsections(below) : [])
        .Concat(type.Subsections.SelectMany(one => Subsections(one).Prepend(one.Name)))
        .Distinct();

    private static void Add(List<DumpLeaf> leaves, DumpStruct type, int version, string path, bool isSure, long times)
    {
        foreach (var field in type.Fields.Where(field => field.HasTest || field.Since <= version))
        {
            var sure = isSure && !field.HasTest;
            if (field.Below is { } below)
            {
                Add(leaves, below, below.Version, $"{path}{field.Name}.", sure, times * field.Count);
            }
            else
            {
                leaves.Add(new($"{path}{field.Name}", field.Name, (times == 0 ? 1 : times * field.Count) * field.Size, sure));
            }
        }
    }
}
