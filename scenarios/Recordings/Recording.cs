using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Recordings;

/// <summary>What was said and seen in one run of one scenario.</summary>
public sealed record Recording
{
    public required Scenario Scenario { get; init; }

    public required RecordedSide Source { get; init; }

    public required RecordedSide Destination { get; init; }

    /// <summary>Version of the tool that made the recording.</summary>
    public required string Tool { get; init; }

    public required IReadOnlyList<Entry> Entries { get; init; }

    public RecordedSide this[Side side] => side == Side.Source ? Source : Destination;
}

/// <summary>Which binary stood on a side, and how it was started.</summary>
public sealed record RecordedSide(string Name, string Release, string Version, string CommandLine);
