namespace Migconf.Implementations.Qemu;

/// <summary>Foreign bytes made fit for a message: no control characters, and not too many.</summary>
internal static class Printable
{
    private const int Limit = 80;

    /// <summary>The beginning, on one line.</summary>
    internal static string Head(string text) => Clean(text.Length > Limit ? text[..Limit] + "..." : text).Replace('\n', ' ');

    /// <summary>All of it, line ends kept.</summary>
    internal static string Clean(string text) =>
        string.Concat(text.Replace("\r\n", "\n", StringComparison.Ordinal).Select(one => one != '\n' && char.IsControl(one) ? '?' : one));
}
