using System.Globalization;
using System.Text.RegularExpressions;
using Migconf.Streams.Items;

namespace Migconf.Wire.Outgoing;

/// <summary>What can be sent on, and how a machine type wants it.</summary>
public static partial class Forwarding
{
    private static readonly string[] OutsideTheStream = ["x-ignore-shared", "mapped-ram"];

    /// <summary>Why a machine cannot be sent on; null when it can.</summary>
    public static string? Refuses(MachineImage image, OutgoingSettings settings)
    {
        var elsewhere = image.Configuration?.Capabilities.Intersect(OutsideTheStream).ToList() ?? [];
        if (elsewhere.Count > 0)
        {
            return $"with {string.Join(", ", elsewhere)} the memory is not in the stream";
        }

        if (image.Live.Count > 0)
        {
            return $"section {string.Join(", ", image.Live)} comes in parts that only the device itself can read";
        }

        if (image.Ram is null)
        {
            return "no memory arrived";
        }

        if (image.Memory.Blocks.FirstOrDefault(block => block.Announced.PageSize is not null) is { } huge)
        {
            return $"block {huge.Name} has pages of {huge.Announced.PageSize} bytes, which postcopy places as one";
        }

        return settings is { Postcopy: true, ReturnPath: false } ? "postcopy needs a return path" : null;
    }

    /// <summary>Whether a machine type marks multifd flushes in the stream (8.1 and later) or by the end of each part.
    /// Facts: wire-format, section 6.</summary>
    public static bool MarksFlushes(MachineImage image)
    {
        if (image.FlushesAreMarked is { } known)
        {
            return known;
        }

        var match = Version().Match(image.Configuration?.Machine ?? "");
        return !match.Success || Number(match, "major") > 8 || (Number(match, "major") == 8 && Number(match, "minor") >= 1);
    }

    private static int Number(Match match, string name) => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-(?<major>\d+)\.(?<minor>\d+)$")]
    private static partial Regex Version();
}
