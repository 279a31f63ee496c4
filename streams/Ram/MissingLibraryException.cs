namespace Migconf.Streams.Ram;

/// <summary>A library of the machine that is needed to unpack data is not there, or too old.</summary>
/// <param name="library">What was looked for.</param>
/// <param name="what">What needs it, and what is wrong.</param>
public sealed class MissingLibraryException(string library, string what) : Exception($"{library}: {what}")
{
    /// <summary>What was looked for.</summary>
    public string Library { get; } = library;
}
