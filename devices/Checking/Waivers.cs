using Migconf.Devices.Descriptions;
using Migconf.Devices.State;
using Migconf.Devices.Streams;

namespace Migconf.Devices.Checking;

/// <summary>What is supposed to be mended already, so that what is behind it shows.</summary>
internal sealed class Waivers
{
    internal static readonly Waivers None = new();

    private readonly HashSet<(LoadErrorKind, string)> errors = [];
    private readonly HashSet<string> leftOut = [];
    private readonly HashSet<string> unwatched = [];
    private readonly HashSet<string> blank = [];
    private string? only;

    /// <summary>Nothing is mended, and one number alone is looked at.</summary>
    internal static Waivers Watching(string key) => new() { only = Leaves.Base(key) };

    /// <summary>A refusal does not happen.</summary>
    internal bool Has(LoadErrorKind kind, string field) => errors.Contains((kind, field));

    /// <summary>Neither side has the field on the wire.</summary>
    internal bool LeaveOut(Field field, string key) => leftOut.Count > 0 && Outline.Of(field, key).ToList() is { Count: > 0 } all && all.TrueForAll(leftOut.Contains);

    /// <summary>The numbers that are still looked at.</summary>
    internal IReadOnlyList<Leaf> Watched(IEnumerable<Leaf> leaves) => [.. leaves.Where(leaf => IsWatched(Leaves.Base(leaf.Key)))];

    private bool IsWatched(string key) => only is null ? !unwatched.Contains(key) : only == key;

    internal bool Waive(LoadErrorKind kind, string field) => errors.Add((kind, field));

    /// <summary>Whether a number is looked at no more that was before.</summary>
    internal bool Unwatch(IEnumerable<string> keys) => keys.Select(Leaves.Base).ToList().FindAll(unwatched.Add).Count > 0;

    /// <summary>The receiver skips the unused bytes that come where it has the number, which stays at rest.</summary>
    internal bool IsBlank(string key) => blank.Contains(Leaves.Base(key));

    /// <summary>Whether unused bytes are skipped for a number for which they were not before.</summary>
    internal bool Blank(IReadOnlyList<string> keys)
    {
        _ = Unwatch(keys);
        return keys.Select(Leaves.Base).ToList().FindAll(blank.Add).Count > 0;
    }

    /// <summary>Whether a number is not on the wire any more that was before.</summary>
    internal bool Omit(IReadOnlyList<string> keys)
    {
        _ = Unwatch(keys);
        return keys.Select(Leaves.Base).ToList().FindAll(leftOut.Add).Count > 0;
    }
}
