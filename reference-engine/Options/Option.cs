namespace Migconf.ReferenceEngine.Options;

/// <summary>When an option may be changed.</summary>
public enum Changes
{
    /// <summary>Between migrations. From <c>migrate</c> on the source and <c>migrate-incoming</c> on the destination until the
    /// clean-up has ended, every thread reads one value, and a change is refused.</summary>
    BetweenMigrations,

    /// <summary>At any time: the option steers, and nothing that was negotiated or allocated depends on it.</summary>
    AnyTime,
}

/// <summary>What capabilities and parameters have in common.</summary>
/// <param name="Name">As QMP calls it.</param>
public abstract record Option(string Name)
{
    /// <summary>The first release here that has it.</summary>
    public string Since { get; init; } = "5.2";

    /// <summary>The first release here that has it no more.</summary>
    public string? Gone { get; init; }

    public Changes Changes { get; init; } = Changes.BetweenMigrations;

    /// <summary>What it does; for what may change at any time, when a change acts.</summary>
    public required string About { get; init; }

    public bool IsIn(Release release) =>
        Releases.Age(release.Name) >= Releases.Age(Since) && (Gone is null || Releases.Age(release.Name) < Releases.Age(Gone));
}
