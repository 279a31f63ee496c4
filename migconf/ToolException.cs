namespace Migconf.Cli;

/// <summary>The command line asks for what cannot be done.</summary>
internal sealed class ToolException(string id, string message, string remedy) : Exception(message)
{
    /// <summary>An id of <see cref="ErrorCatalogue"/>.</summary>
    internal string Id { get; } = id;

    internal string Remedy { get; } = remedy;
}
