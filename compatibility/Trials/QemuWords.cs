using System.Text.RegularExpressions;

namespace Migconf.Compatibility.Trials;

/// <summary>What a QEMU printed, without what it prints on every start.</summary>
public static partial class QemuWords
{
    /// <summary>The lines that say something, joined by <c> | </c>; names of the program and of private folders left out.</summary>
    /// <param name="printed">Standard output and standard error.</param>
    /// <param name="folder">The private folder of the run.</param>
    public static string Of(string printed, string folder = "") => string.Join(" | ", Glued().Replace(printed, "\n").Split('\n')
        .Select(line => Program().Replace(folder.Length == 0 ? line : line.Replace(folder, "$DIR", StringComparison.Ordinal), "").Trim())
        .Where(line => line.Length > 0 && !Noise().IsMatch(line))
        .Select(line => Socket().Replace(line, "$$DIR")));

    [GeneratedRegex(@"^\S*(qemu-system-\w+|ld-[\w.-]+|ld-linux\S*): ")]
    private static partial Regex Program();

    /// <summary>Where a line begins that QEMU puts right behind one that it forgot to end.</summary>
    [GeneratedRegex(@"(?<=[^\s/])(?=qemu-system-\w+: )")]
    private static partial Regex Glued();

    [GeneratedRegex(@"/\S*/migconf-\w+(\.\w+)?")]
    private static partial Regex Socket();

    [GeneratedRegex(@"is deprecated: machines|^failed to open module|^warning: nic \S+ has no peer|^warning: hub .* is not connected|^warning: .*TCG doesn't support requested feature|^\(process:|XDG_RUNTIME_DIR")]
    private static partial Regex Noise();
}
