using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Scenarios.Model;

/// <summary>One thing the manager or the network does. Steps are carried out in order; the next begins when the one
/// before has been done (a command: when it was answered).</summary>
public abstract record Step
{
    /// <summary>One short line, as reports print it.</summary>
    public abstract string Describe();
}

/// <summary>Send a QMP command and wait for its reply. The address of <c>migrate</c> and <c>migrate-incoming</c> is
/// filled in by the implementation.</summary>
public sealed record CommandStep(Side Side, string Command, JsonObject Arguments) : Step
{
    /// <summary>It does not wait until the command before it is answered, and is carried out beside the main loop (<c>exec-oob</c>).</summary>
    public bool IsOutOfBand { get; init; }

    public override string Describe() => (IsOutOfBand ? "out of band: " : "")
        + (Arguments.Count == 0 ? $"{Side.Name()}: {Command}" : $"{Side.Name()}: {Command} {Arguments.ToJsonString()}");

    public bool Equals(CommandStep? other) =>
        other is not null && Side == other.Side && Command == other.Command && IsOutOfBand == other.IsOutOfBand
        && JsonNode.DeepEquals(Arguments, other.Arguments);

    public override int GetHashCode() => HashCode.Combine(Side, Command);
}

/// <summary>Wait until one of the statuses has been seen on a side since its last <c>migrate</c> or
/// <c>migrate-incoming</c> (an event or a reply; a status that has passed counts).</summary>
public sealed record WaitStep(Side Side, IReadOnlyList<MigrationStatus> AnyOf) : Step
{
    public override string Describe() => $"wait for {Side.Name()}: {string.Join(" or ", AnyOf.Select(s => s.QmpName()))}";

    public bool Equals(WaitStep? other) => other is not null && Side == other.Side && AnyOf.SequenceEqual(other.AnyOf);

    public override int GetHashCode() => HashCode.Combine(Side, AnyOf.Count);
}

/// <summary>Wait until the guest was seen to start on a side since its last <c>migrate</c> or <c>migrate-incoming</c>.</summary>
public sealed record WaitRunningStep(Side Side) : Step
{
    public override string Describe() => $"wait for {Side.Name()}: running";
}

/// <summary>Wait until the source has gone over memory a few times since its last <c>migrate</c>, and is not done.</summary>
public sealed record WaitPassesStep : Step
{
    public override string Describe() => "wait for source: passes";
}

/// <summary>Wait until a process has exited.</summary>
public sealed record WaitExitStep(Side Side) : Step
{
    public override string Describe() => $"wait for {Side.Name()}: exit";
}

/// <summary>Do something to the link between the two.</summary>
public sealed record LinkStep(LinkAction Action) : Step
{
    public override string Describe() => $"link: {Kebab.From(Action.ToString())}";
}

/// <summary>The source's guest gives up the device that cannot be migrated.</summary>
public sealed record UnplugStep : Step
{
    public override string Describe() => "guest: unplugs";
}

/// <summary>Another program takes the lock of the disk's image, or gives it back. A side that holds it keeps it.</summary>
public sealed record DiskStep(bool Locks) : Step
{
    public override string Describe() => $"disk: {(Locks ? "lock" : "unlock")}";
}

/// <summary>End a process at once (SIGKILL).</summary>
public sealed record KillStep(Side Side) : Step
{
    public override string Describe() => $"kill: {Side.Name()}";
}

public enum LinkAction
{
    /// <summary>Break the connection both ways; bytes under way may be lost.</summary>
    Cut,

    /// <summary>Break the connection that was made last: with multifd, that of a channel.</summary>
    CutLast,

    /// <summary>Hold all bytes towards the destination.</summary>
    StallForward,

    /// <summary>Hold all bytes towards the source (return path).</summary>
    StallReturn,

    /// <summary>Let held bytes go.</summary>
    Release,

    /// <summary>The address accepts from now on (and passes on to the destination): who waits, and who comes.</summary>
    Accept,

    /// <summary>The address refuses from now on.</summary>
    Refuse,
}
