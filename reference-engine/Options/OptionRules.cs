using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Options;

/// <summary>Which settings are refused (facts: control-plane, sections 4.2 and 4.4).</summary>
public static class OptionRules
{
    /// <summary>This one is only possible with that one.</summary>
    public static IReadOnlyList<Pair> Requirements { get; } =
    [
        new("postcopy-preempt", "postcopy-ram"),
        new("switchover-ack", "return-path"),
        new("x-colo", "return-path") { Since = "11.1" },
        new("zero-copy-send", "multifd"),
    ];

    /// <summary>These two exclude each other.</summary>
    public static IReadOnlyList<Pair> Conflicts { get; } =
    [
        new("dirty-limit", "auto-converge"),
        new("mapped-ram", "postcopy-ram"),
        new("mapped-ram", "xbzrle"),
        new("multifd", "compress") { Since = "7.2" },
        new("multifd", "xbzrle") { Since = "10.0" },
        new("postcopy-ram", "multifd") { Since = "10.0", Gone = "11.1" },
        new("postcopy-ram", "x-ignore-shared"),
        new("zero-copy-send", "compress"),
        new("zero-copy-send", "xbzrle"),
        .. new[]
        {
            "auto-converge", "compress", "dirty-bitmaps", "late-block-activate", "multifd", "pause-before-switchover", "postcopy-blocktime",
            "postcopy-ram", "rdma-pin-all", "release-ram", "return-path", "validate-uuid", "x-colo", "xbzrle", "zero-copy-send",
        }.Select(other => new Pair("background-snapshot", other)),
    ];

    /// <summary>This capability is only possible as long as that parameter has no other value than its default.</summary>
    public static IReadOnlyList<Exclusion> Exclusions { get; } =
    [
        new("zero-copy-send", "multifd-compression", "none"),
        new("zero-copy-send", "tls-creds", ""),
        new("mapped-ram", "multifd-compression", "none") { IsForMigrate = true },
        new("mapped-ram", "tls-creds", "") { IsForMigrate = true },
    ];

    /// <summary>What is wrong with a set of capabilities.</summary>
    public static ErrorClass Problem(IReadOnlySet<string> capabilities, Func<string, OptionValue?> parameter, OptionTables tables, Release release, bool hasDirtyRing)
    {
        bool Has(string name) => capabilities.Contains(name);
        var broken = tables.Requirements.Any(pair => pair.IsIn(release) && Has(pair.First) && !Has(pair.Second))
            || tables.Conflicts.Any(pair => pair.IsIn(release) && Has(pair.First) && Has(pair.Second))
            || tables.Exclusions.Any(rule => !rule.IsForMigrate && Has(rule.Capability) && rule.IsBroken(parameter(rule.Parameter)))
            || (Has("dirty-limit") && !hasDirtyRing);
        return broken ? ErrorClass.IncompatibleOptions : ErrorClass.None;
    }

    /// <summary>What keeps a value from being read: it is of another kind, or none of the names to choose from.</summary>
    public static ErrorClass Misread(Parameter parameter, OptionValue value, Release release)
    {
        var isOfKind = value.Kind == parameter.Kind || (value.Kind == OptionKind.Nothing && parameter.MayBeNothing);
        var isKnown = parameter.Choices.Count == 0
            || parameter.Choices.Any(choice => choice.Name == value.Text && Releases.Age(release.Name) >= Releases.Age(choice.Since));
        return (isOfKind, isKnown) switch
        {
            (false, _) => ErrorClass.OptionValue,
            (_, false) => ErrorClass.UnknownOption,
            _ => ErrorClass.None,
        };
    }

    /// <summary>What is wrong with a value that can be read, given the other values.</summary>
    public static ErrorClass Problem(Parameter parameter, OptionValue value, Func<string, OptionValue?> other, Release release)
    {
        var fits = parameter.Kind switch
        {
            OptionKind.Number when parameter.IsIgnoredIn(release) => value.Number is not null,
            OptionKind.Number => value.Number is { } number && number >= parameter.Least && number <= parameter.MostIn(release)
                && (!parameter.IsPowerOfTwo || System.Numerics.BitOperations.IsPow2(number)),
            _ => true,
        };
        var ordered = parameter.Name switch
        {
            "max-cpu-throttle" => value.Number >= other("cpu-throttle-initial")?.Number,
            "cpu-throttle-initial" => value.Number <= other("max-cpu-throttle")?.Number,
            _ => true,
        };
        return fits && ordered ? ErrorClass.None : ErrorClass.OptionValue;
    }

    /// <summary>A capability, and the only value of a parameter that goes with it.</summary>
    public sealed record Exclusion(string Capability, string Parameter, string Only)
    {
        /// <summary>The capability may be switched on where the parameter has another value; then <c>migrate</c> is refused.</summary>
        public bool IsForMigrate { get; init; }

        public bool IsIn(Release release) =>
            Options.Capability.Find(Capability, release) is not null && Options.Parameter.Find(Parameter, release) is not null;

        /// <summary>An unset parameter excludes nothing.</summary>
        internal bool IsBroken(OptionValue? value) => value is { Kind: not OptionKind.Nothing, Text: var text } && text != Only;
    }

    /// <summary>Two capabilities and the releases in which a rule about them holds.</summary>
    public sealed record Pair(string First, string Second)
    {
        public string Since { get; init; } = "5.2";

        public string? Gone { get; init; }

        public bool IsIn(Release release) =>
            Releases.Age(release.Name) >= Releases.Age(Since) && (Gone is null || Releases.Age(release.Name) < Releases.Age(Gone))
            && Capability.Find(First, release) is not null && Capability.Find(Second, release) is not null;
    }
}
