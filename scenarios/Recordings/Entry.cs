using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Recordings;

/// <summary>One line of a recording, in the order in which the harness did or saw it.</summary>
/// <param name="At">Milliseconds since the recording began, by a monotone clock.</param>
public abstract record Entry(double At);

/// <summary>The harness sent a command.</summary>
public sealed record Sent(double At, Side Side, int Id, string Command, JsonObject Arguments) : Entry(At)
{
    public bool IsOutOfBand { get; init; }
}

/// <summary>A reply (with <c>id</c>) or an event arrived on a VMM's QMP connection, statistics taken out.</summary>
public sealed record Received(double At, Side Side, JsonObject Message) : Entry(At);

/// <summary>A VMM's process ended; negative codes are signals (-9 is SIGKILL). Also, with code 0, a VMM whose process was taken over by
/// another program.</summary>
public sealed record Exited(double At, Side Side, int Code) : Entry(At);

/// <summary>The harness did something to the link.</summary>
public sealed record LinkActed(double At, LinkAction Action) : Entry(At);

/// <summary>The guest gave up the device that cannot be migrated.</summary>
public sealed record Unplugged(double At) : Entry(At);

/// <summary>The harness took the lock of the disk's image, or gave it back.</summary>
public sealed record DiskActed(double At, bool Locks) : Entry(At);

/// <summary>The harness killed a VMM.</summary>
public sealed record Killed(double At, Side Side) : Entry(At);

/// <summary>A command was not answered in time. It may have happened.</summary>
public sealed record Unanswered(double At, Side Side, int Id) : Entry(At);

/// <summary>A wait of the scenario was given up.</summary>
public sealed record GaveUp(double At, string Waiting) : Entry(At);

/// <summary>Both sides were found at rest: every status terminal or held by design, no run state in between.</summary>
public sealed record Settled(double At) : Entry(At);
