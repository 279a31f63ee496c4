namespace Migconf.Devices.Loading;

/// <summary>A history file is wrong at a place.</summary>
public sealed class HistoryException(string file, long line, string problem, string remedy) : Exception($"{file}:{line}: {problem}")
{
    public const string Id = "MIG-DEVICE-001";

    public string Remedy { get; } = remedy;
}
