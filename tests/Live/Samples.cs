using Migconf.Implementations.Qemu;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Model;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>What several live tests use.</summary>
internal static class Samples
{
    /// <summary>A migration that stands still in its middle for as long as the runner waits.</summary>
    internal const string Stalled =
        """
        version: 1
        title: a migration that stalls
        source: { slow-link: true }
        steps:
          - destination: migrate-incoming
          - source: migrate
          - wait: { source: active }
          - wait: { destination: active }
          - link: stall-forward
          - wait: { source: completed }
        """;

    internal static Scenario StalledScenario => ScenarioFile.Load("stalled", "stalled.yaml", Stalled);

    /// <summary>A migration that goes on until a side fails.</summary>
    internal static Scenario Slow => ScenarioFile.Load(
        "slow",
        "slow.yaml",
        """
        version: 1
        title: a migration that takes long
        source: { slow-link: true }
        steps:
          - destination: migrate-incoming
          - source: migrate
          - wait: { source: failed }
        """);

    internal static Scenario Quick => Corpus.Embedded().Single(one => one.Id == "cancel/without-migration");

    internal static QemuBinary Real(string release)
    {
        Assert.SkipUnless(Lab.Installed().Contains(release), $"the lab lacks qemu-{release}: migconf lab install {release}");
        return QemuBinary.Find($"qemu-{release}");
    }
}
