using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Defects;

/// <summary>All deviations.</summary>
public static class Deviations
{
    public static readonly IReadOnlyList<Deviation> All =
    [
        .. MigrationDeviations.All,
        .. ModeDeviations.All.Select(one => one with { Concerns = SetsMode }),
        .. PostcopyDeviations.All.Select(one => one with { Concerns = UsesPostcopy }),
        .. PostcopyDeviations.SecondRole.Select(one => one with { Concerns = scenario => UsesPostcopy(scenario) || UsesColo(scenario) }),
        .. RamDeviations.All,
        .. RamDeviations.Multifd.Select(one => one with { Concerns = UsesChannels }),
        .. ColoDeviations.All.Select(one => one with { Concerns = UsesColo }),
        .. TlsDeviations.All.Select(one => one with { Concerns = scenario => scenario.Source.Tls }),
        .. SaveDeviations.All,
        .. DiskDeviations.All.Select(one => one with { Concerns = scenario => scenario.Source.HasDisk }),
    ];

    public static Deviation? Find(string id) => All.FirstOrDefault(deviation => deviation.Id == id);

    /// <summary>Those that one of the two releases carries, and that can make a difference in a scenario.</summary>
    public static IEnumerable<Deviation> KnownFor(string source, string destination, Scenario scenario) => All.Where(deviation =>
        (deviation.Releases.Contains(source) || deviation.Releases.Contains(destination)) && deviation.Concerns(scenario));

    private static bool UsesChannels(Scenario scenario) =>
        scenario.Source.Capabilities.Contains("multifd") || scenario.Destination.Capabilities.Contains("multifd")
        || scenario.Steps.OfType<CommandStep>().Any(step => step.Arguments.ToJsonString().Contains("multifd"));

    private static bool UsesColo(Scenario scenario) =>
        scenario.Source.Capabilities.Contains("x-colo") || scenario.Destination.Capabilities.Contains("x-colo");

    private static bool SetsMode(Scenario scenario) =>
        scenario.Steps.Any(step => step is CommandStep { Command: "migrate-set-parameters" } command && command.Arguments.ContainsKey("mode"));

    private static bool UsesPostcopy(Scenario scenario) =>
        scenario.Source.Capabilities.Contains("postcopy-ram") || scenario.Steps.Any(step => step is CommandStep { Command: "migrate-start-postcopy" });
}
