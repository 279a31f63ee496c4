using Exploration;
using Migconf.ReferenceEngine.Options;

namespace Migconf.ReferenceEngine.Vocabulary;

/// <summary>One thing a VMM shows to the outside, in one canonical line. Two observations are equal when their lines
/// are: statistics and times have no place in it, and errors appear by class.</summary>
public readonly record struct Observation(string Text) : IStableHash
{
    public static Observation StatusChanged(MigrationStatus status) => new($"event MIGRATION {status.QmpName()}");

    public static Observation Stop => new("event STOP");

    public static Observation Resume => new("event RESUME");

    public static Observation Reset => new("event RESET");

    public static Observation Ok(int id) => new($"reply {id} ok");

    public static Observation Refused(int id, ErrorClass error) => new($"reply {id} error {Kebab.From(error.ToString())}");

    /// <summary>How many passes over memory are more than one that comes to an end by itself takes.</summary>
    public const int ManyPasses = 5;

    /// <summary>So many have ended. Of passes nothing else is shown: how many there are is a matter of time.</summary>
    public static Observation Passes => new($"event MIGRATION_PASS {ManyPasses}");

    /// <summary>Without a migration the answer is empty; the error is part of it when the status is failed or postcopy-paused; that the guest
    /// is slowed down, when anything is said of its memory.</summary>
    public static Observation Migration(int id, MigrationStatus status, ErrorClass error, bool isSlowed = false) => status switch
    {
        MigrationStatus.None => Ok(id),
        MigrationStatus.Failed or MigrationStatus.PostcopyPaused =>
            new($"reply {id} status {status.QmpName()}, error {Kebab.From(error.ToString())}"),
        MigrationStatus.Setup or MigrationStatus.Cancelled => new($"reply {id} status {status.QmpName()}{(status.IsTerminal() && error != ErrorClass.None ? WithError : "")}"),
        _ => new($"reply {id} status {status.QmpName()}{(status.IsTerminal() && error != ErrorClass.None ? WithError : "")}{(isSlowed ? Slowed : "")}"),
    };

    /// <summary>The guest is slowed down, so that its memory can be sent.</summary>
    public const string Slowed = ", slowed";

    /// <summary>What a status that has no error must not show.</summary>
    public const string WithError = ", with an error";

    public static Observation GuestState(int id, RunState state) => new($"reply {id} run-state {state.QmpName()}");

    /// <summary>Whether the disk is active.</summary>
    public static Observation Disk(int id, bool active) => new($"reply {id} disk {(active ? "active" : "inactive")}");

    /// <summary>The capabilities that are on.</summary>
    public static Observation Capabilities(int id, Settings settings) => Options(id, "capabilities", settings.Capabilities);

    /// <summary>Every parameter and its value.</summary>
    public static Observation Parameters(int id, Settings settings) =>
        Options(id, "parameters", settings.Parameters.Select(one => $"{one.Name}={one.Value}"));

    /// <summary>The same from names or values in any order.</summary>
    public static Observation Options(int id, string what, IEnumerable<string> options) =>
        new($"reply {id} {what} {string.Join(' ', options.Order(StringComparer.Ordinal))}");

    public static Observation Exit(int code) => new($"exit {code}");

    public ulong StableHash() => Exploration.StableHash.Of(Text);

    public override string ToString() => Text;
}
