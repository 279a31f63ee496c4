namespace Exploration.Testing;

/// <summary>Numbers and nouns.</summary>
internal static class Words
{
    internal static string Count(long number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
