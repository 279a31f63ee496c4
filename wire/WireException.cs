namespace Migconf.Wire;

/// <summary>A migration over the wire that cannot go on.</summary>
/// <param name="id">A stable id of the error catalogue.</param>
/// <param name="message">What broke, and where.</param>
/// <param name="remedy">What to do about it.</param>
public sealed class WireException(string id, string message, string remedy) : Exception(message)
{
    /// <summary>A stable id of the error catalogue.</summary>
    public string Id { get; } = id;

    /// <summary>What to do about it.</summary>
    public string Remedy { get; } = remedy;

    internal static WireException Silent(string who, TimeSpan patience) => new(
        "MIG-WIRE-001", $"{who}: nothing came for {patience.TotalSeconds:0.#} s", "see what the other side waits for (query-migrate), or raise --patience");

    internal static WireException Broken(string who, string how) => new(
        "MIG-WIRE-002", $"{who}: the connection broke ({how})", "the other side gave up or was ended: its own log says why");
}
