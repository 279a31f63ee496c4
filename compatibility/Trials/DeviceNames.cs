using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Migconf.Implementations.Qemu;

namespace Migconf.Compatibility.Trials;

/// <summary>Which device types a QEMU says that <c>-device</c> takes.</summary>
internal static partial class DeviceNames
{
    internal static async Task<IReadOnlySet<string>> Of(QemuBinary binary, CancellationToken cancel)
    {
        await using var session = await QemuSession.Start(binary, [], cancel);
        var reply = await session.Ask("human-monitor-command", new JsonObject { ["command-line"] = "device_add help" }, cancel);
        return Name().Matches(reply["return"]!.GetValue<string>()).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
    }

    [GeneratedRegex("^name \"([^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex Name();
}
