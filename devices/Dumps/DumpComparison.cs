namespace Migconf.Devices.Dumps;

/// <summary>How sure a finding is.</summary>
public enum Certainty
{
    /// <summary>The dumps show all that decides it.</summary>
    Certain,

    /// <summary>Nothing in the dumps speaks against it; sizes are those of memory, aliases and properties are not shown.</summary>
    Likely,

    /// <summary>A test, a <c>needed</c> or a module that the dumps do not show decides it.</summary>
    Possible,

    /// <summary>No break: other names or another grouping of the same bytes.</summary>
    Harmless,
}

/// <summary>A difference between two dumps.</summary>
/// <param name="IsForward">It matters for a stream from the first dump's binary to the second's; else for the way back.</param>
/// <param name="Class">A break class of the compatibility catalogue; null when it is harmless.</param>
public sealed record DumpFinding(string Type, bool IsForward, Certainty Certainty, string? Class, string Text);

/// <summary>What differs between two binaries, all of it, in both directions.</summary>
public static class DumpComparison
{
    public static IReadOnlyList<DumpFinding> Compare(Dump one, Dump other) =>
        [.. Direction(one, other, isForward: true), .. Direction(other, one, isForward: false)];

    private static IEnumerable<DumpFinding> Direction(Dump source, Dump receiver, bool isForward)
    {
        var withCounts = source.ShowsCounts && receiver.ShowsCounts;
        foreach (var (type, sent) in source.Types.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            DumpFinding Found(Certainty certainty, string? id, string text) => new(type, isForward, certainty, id, text);
            if (!receiver.Types.TryGetValue(type, out var read))
            {
                yield return Found(Certainty.Possible, "MIG-COMPAT-009", "the receiver does not describe this type: it is gone, blocked, or in a module");
                continue;
            }

            foreach (var (certainty, id, text) in Header(sent, read).Concat(Layout(sent, read, withCounts)).Concat(Parts(sent, read)))
            {
                yield return Found(certainty, id, text);
            }
        }
    }

    private static IEnumerable<(Certainty Certainty, string? Class, string Text)> Header(DumpStruct sent, DumpStruct read)
    {
        if (sent.Name != read.Name)
        {
            yield return (Certainty.Likely, "MIG-COMPAT-009", $"section '{sent.Name}' is called '{read.Name}' by the receiver");
        }

        if (sent.Version > read.Version)
        {
            yield return (Certainty.Certain, "MIG-COMPAT-003", $"version {sent.Version} is sent, {read.MinimumVersion} to {read.Version} are loaded");
        }
        else if (sent.Version < read.MinimumVersion)
        {
            yield return (Certainty.Certain, "MIG-COMPAT-004", $"version {sent.Version} is sent, {read.MinimumVersion} to {read.Version} are loaded");
        }
    }

    private static IEnumerable<(Certainty, string?, string)> Parts(DumpStruct sent, DumpStruct read) =>
        DumpLayout.Subsections(sent).Except(DumpLayout.Subsections(read)).Select((Certainty, string?, string) (name) =>
            (Certainty.Possible, "MIG-COMPAT-005", $"subsection '{name}' is unknown to the receiver: refused when it is needed"));

    /// <summary>Versions that are refused leave nothing to compare.</summary>
    private static List<(Certainty, string?, string)> Layout(DumpStruct sent, DumpStruct read, bool withCounts)
    {
        if (sent.Version > read.Version || sent.Version < read.MinimumVersion)
        {
            return [];
        }

        var (from, to) = (DumpLayout.Of(sent, sent.Version, withCounts), DumpLayout.Of(read, sent.Version, withCounts));
        var pairs = Alignment.Of(from, to);
        var renamed = pairs.Where(pair => pair.Sent is { } one && pair.Read is { } other && one.Path != other.Path).ToList();
        var found = Gaps(pairs).Select(gap => Gap(gap, withCounts)).ToList();
        if (renamed.Count > 0)
        {
            found.Add((Certainty.Harmless, null, $"{renamed.Count} fields have other names or another place, as '{renamed[0].Sent!.Path}', now '{renamed[0].Read!.Path}'"));
        }

        return found;
    }

    /// <summary>Runs of fields without a counterpart.</summary>
    private static IEnumerable<(List<DumpLeaf> Sent, List<DumpLeaf> Read)> Gaps(IReadOnlyList<(DumpLeaf? Sent, DumpLeaf? Read)> pairs)
    {
        (List<DumpLeaf> Sent, List<DumpLeaf> Read) gap = ([], []);
        foreach (var (sent, read) in pairs.Append((DumpLeaf.Nothing, DumpLeaf.Nothing)))
        {
            if (sent is not null && read is not null)
            {
                if (gap.Sent.Count + gap.Read.Count > 0)
                {
                    yield return gap;
                }

                gap = ([], []);
                continue;
            }

            gap.Sent.AddRange(sent is null ? [] : [sent]);
            gap.Read.AddRange(read is null ? [] : [read]);
        }
    }

    private static (Certainty, string?, string) Gap((List<DumpLeaf> Sent, List<DumpLeaf> Read) gap, bool withCounts)
    {
        var (sent, read) = gap;
        var (sentBytes, readBytes) = (sent.Sum(leaf => leaf.Bytes), read.Sum(leaf => leaf.Bytes));
        var what = (sent.Count, read.Count) switch
        {
            (0, _) => $"the receiver reads {Names(read)}, which is not sent",
            (_, 0) => $"{Names(sent)} is sent, which the receiver does not read",
            _ => $"{Names(sent)} is sent, the receiver reads {Names(read)}",
        };
        if (sentBytes == readBytes)
        {
            return (Certainty.Harmless, null, $"{what}: as many bytes");
        }

        var id = (sent.Count, read.Count) switch
        {
            (0, _) => read.Exists(leaf => leaf.Path.Contains('.', StringComparison.Ordinal)) ? "MIG-COMPAT-002" : "MIG-COMPAT-001",
            (_, 0) => "MIG-COMPAT-008",
            _ => "MIG-COMPAT-007",
        };
        if (!withCounts && sentBytes > 0 && readBytes > 0 && Math.Max(sentBytes, readBytes) % Math.Min(sentBytes, readBytes) == 0)
        {
            return (Certainty.Possible, id, $"{what}; an array may be as long, its length is not shown");
        }

        var isSure = sent.Concat(read).Any(leaf => leaf.IsSure && leaf.Bytes > 0);
        return isSure ? (Certainty.Likely, id, what) : (Certainty.Possible, id, $"{what}; a test decides");
    }

    private static string Names(List<DumpLeaf> leaves)
    {
        var shown = string.Join(", ", leaves.Take(3).Select(leaf => $"'{leaf.Path}'"));
        return $"{shown}{(leaves.Count > 3 ? $" and {leaves.Count - 3} more" : "")} ({leaves.Sum(leaf => leaf.Bytes)} bytes)";
    }
}
