using Migconf.ReferenceEngine.Options;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>A command as the main loop sees it.</summary>
public sealed record Command(int Id, string Name)
{
    /// <summary>Capabilities switched on or off (<c>migrate-set-capabilities</c>).</summary>
    public IReadOnlyList<(string Name, bool On)> Capabilities { get; init; } = [];

    /// <summary>What <c>migrate-set-parameters</c> sets.</summary>
    public IReadOnlyList<(string Name, OptionValue Value)> Parameters { get; init; } = [];

    /// <summary><c>state</c> of <c>migrate-continue</c>.</summary>
    public string? State { get; init; }

    /// <summary><c>exit-on-error</c> of <c>migrate-incoming</c>.</summary>
    public bool? ExitOnError { get; init; }

    /// <summary><c>resume</c> of <c>migrate</c>: takes a paused postcopy up again.</summary>
    public bool Resume { get; init; }
}
