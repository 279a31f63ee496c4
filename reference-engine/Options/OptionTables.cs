namespace Migconf.ReferenceEngine.Options;

/// <summary>What is known of options: which there are, when each may change, and which need or exclude each other.</summary>
public sealed record OptionTables
{
    /// <summary>As they are documented.</summary>
    public static OptionTables Plain { get; } = new();

    public IReadOnlyList<Capability> Capabilities { get; init; } = Options.Capability.All;

    public IReadOnlyList<Parameter> Parameters { get; init; } = Options.Parameter.All;

    public IReadOnlyList<OptionRules.Pair> Requirements { get; init; } = OptionRules.Requirements;

    public IReadOnlyList<OptionRules.Pair> Conflicts { get; init; } = OptionRules.Conflicts;

    public IReadOnlyList<OptionRules.Exclusion> Exclusions { get; init; } = OptionRules.Exclusions;

    public Capability? Capability(string name, Release release) => Capabilities.FirstOrDefault(one => one.Name == name && one.IsIn(release));

    public Parameter? Parameter(string name, Release release) => Parameters.FirstOrDefault(one => one.Name == name && one.IsIn(release));
}
