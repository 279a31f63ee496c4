namespace Migconf.Wire.Incoming;

/// <summary>What arrived, counted.</summary>
/// <param name="Connections">Connections of any kind.</param>
/// <param name="Multifd">Multifd channels.</param>
/// <param name="Packets">Packets with pages on them.</param>
/// <param name="Rounds">Rounds that main stream and multifd channels closed together.</param>
/// <param name="Parts">Parts of the memory's section.</param>
/// <param name="LastPart">Pages of the newest part of the memory's section: those that were sent while the guest stood still, in precopy without multifd.</param>
/// <param name="Requested">Pages that were asked for in postcopy.</param>
/// <param name="Answered">Those of them that came on the main stream.</param>
/// <param name="Bytes">Bytes of all connections.</param>
/// <param name="Recoveries">How often a broken postcopy was recovered.</param>
/// <param name="HasReturnPath">Whether the source opened a return path.</param>
/// <param name="Answers">How often each answer was sent.</param>
public sealed record IncomingCounts(
    int Connections, int Multifd, int Packets, int Rounds, int Parts, int LastPart, int Requested, int Answered, long Bytes, int Recoveries, bool HasReturnPath,
    IReadOnlyDictionary<string, int> Answers);
