namespace Migconf.ReferenceEngine.Machine;

/// <summary>A command as the main loop sees it.</summary>
public sealed record Command(int Id, string Name)
{
    /// <summary>Capabilities switched on or off (<c>migrate-set-capabilities</c>).</summary>
    public IReadOnlyList<(string Name, bool On)> Capabilities { get; init; } = [];

    /// <summary><c>max-bandwidth</c> of <c>migrate-set-parameters</c>, bytes a second, 0 for no limit; null: not given.</summary>
    public ulong? MaxBandwidth { get; init; }

    /// <summary><c>state</c> of <c>migrate-continue</c>.</summary>
    public string? State { get; init; }

    /// <summary><c>exit-on-error</c> of <c>migrate-incoming</c>.</summary>
    public bool? ExitOnError { get; init; }
}
