namespace Migconf.ReferenceEngine.Vocabulary;

/// <summary>The published status of a migration, by the names of QMP's <c>MigrationStatus</c>
/// (facts: control-plane, section 1).</summary>
public enum MigrationStatus
{
    None,
    Setup,
    WaitUnplug,
    Active,
    PreSwitchover,
    Device,
    PostcopyDevice,
    PostcopyActive,
    PostcopyPaused,
    PostcopyRecoverSetup,
    PostcopyRecover,
    Colo,
    Completed,
    Failing,
    Failed,
    Cancelling,
    Cancelled,
}

public static class MigrationStatuses
{
    private static readonly Dictionary<MigrationStatus, string> Names = Enum.GetValues<MigrationStatus>()
        .ToDictionary(status => status, status => Kebab.From(status.ToString()));

    private static readonly Dictionary<string, MigrationStatus> ByName =
        Names.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The name QMP uses: <c>pre-switchover</c>.</summary>
    public static string QmpName(this MigrationStatus status) => Names[status];

    public static MigrationStatus? Parse(string name) => ByName.TryGetValue(name, out var status) ? status : null;

    public static IEnumerable<string> AllNames => Names.Values;

    /// <summary>Completed, failed, cancelled: nothing follows until the next <c>migrate</c>.</summary>
    public static bool IsTerminal(this MigrationStatus status) =>
        status is MigrationStatus.Completed or MigrationStatus.Failed or MigrationStatus.Cancelled;

    /// <summary>The statuses in which a second <c>migrate</c> is refused (facts: control-plane, section 1.1).</summary>
    public static bool IsRunning(this MigrationStatus status) =>
        status is not MigrationStatus.None && !status.IsTerminal();
}
