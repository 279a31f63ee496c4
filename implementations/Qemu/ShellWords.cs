using System.Text.RegularExpressions;

namespace Migconf.Implementations.Qemu;

/// <summary>Words as a shell takes them, for command lines that someone is to repeat.</summary>
public static partial class ShellWords
{
    /// <summary>The words in one line; those that mean something to a shell in quotes.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word) =>
        Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[\w@%+=:,./-]+$")]
    private static partial Regex Plain();
}
