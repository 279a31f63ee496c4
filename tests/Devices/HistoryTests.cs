using Migconf.Devices.Checking;
using Migconf.Devices.Descriptions;
using Migconf.Devices.Generation;
using Migconf.Devices.Histories;
using Migconf.Devices.Pages;
using Migconf.Devices.Reference;
using Migconf.Devices.State;
using Xunit;

namespace Migconf.Tests.Devices;

/// <summary>The reference devices are what their histories say, and break where they should.</summary>
public sealed class HistoryTests
{
    public static TheoryData<string> Names => [.. ReferenceDevices.All.Select(history => history.Name)];

    [Fact]
    public void There_is_a_dozen_of_them_in_order() =>
        Assert.Equal(ReferenceDevices.All.Select(history => history.Name).Distinct().Order(StringComparer.Ordinal), ReferenceDevices.All.Select(history => history.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_release_has_a_meaningful_description(string name) => Assert.All(ReferenceDevices.Find(name)!.Releases, release =>
    {
        Assert.Empty(DescriptionRules.Problems(release.Device));
        Assert.NotEmpty(DevicePage.Write(ReferenceDevices.Find(name)!, release));
    });

    [Fact]
    public void A_device_that_grew_as_it_should_loads_everywhere() =>
        Assert.All(Matrix.All(ReferenceDevices.Find("timer")!), passage => Assert.True(passage.Verdict.IsClean, $"{passage.From} {passage.To} {passage.Machine}"));

    /// <summary>Every class has an example, so that its recipe can be tried.</summary>
    [Fact]
    public void Every_break_class_shows_in_some_history()
    {
        var shown = ReferenceDevices.All.SelectMany(Matrix.All).SelectMany(passage => passage.Verdict.Cases).Select(one => one.Class).OfType<string>().ToHashSet();
        Assert.Empty(CompatCatalogue.All.Select(one => one.Id).Except(shown));
        Assert.Empty(shown.Except(CompatCatalogue.All.Select(one => one.Id)));
    }

    [Theory]
    [InlineData("serial", "7.2", "5.2", "5.2", "MIG-COMPAT-021", "received")]
    [InlineData("network", "5.2", "7.2", "5.2", "MIG-COMPAT-002", "rings[0].size")]
    [InlineData("tablet", "10.0", "7.2", "7.2", "MIG-COMPAT-005", "tablet/tilt")]
    [InlineData("smbus", "7.2", "10.0", "5.2", "MIG-COMPAT-014", "acpi-index")]
    [InlineData("smbus", "11.1", "next", "7.2", "MIG-COMPAT-001", "broadcast")]
    [InlineData("bridge", "11.1", "next", "11.1", "MIG-COMPAT-009", "0000:00:1d.0/bridge")]
    [InlineData("keyboard", "7.2", "10.0", "7.2", "MIG-COMPAT-007", "status")]
    [InlineData("keyboard", "5.2", "7.2", "5.2", "MIG-COMPAT-007", "pending")]
    [InlineData("interrupts", "5.2", "7.2", "5.2", "MIG-COMPAT-010", "level[4]")]
    [InlineData("watchdog", "5.2", "7.2", "5.2", "MIG-COMPAT-020", "left")]
    [InlineData("audio", "7.2", "10.0", "7.2", "MIG-COMPAT-008", "tone")]
    [InlineData("tpm", "11.1", "next", "11.1", "MIG-COMPAT-025", "sessions[0].counter-high")]
    [InlineData("tpm", "next", "11.1", "11.1", "MIG-COMPAT-025", "sessions[0].counter")]
    [InlineData("display", "next", "11.1", "11.1", "MIG-COMPAT-015", "subsection vga/palette")]
    public void A_break_names_its_class_and_field(string name, string from, string to, string machine, string id, string field)
    {
        var passage = Matrix.All(ReferenceDevices.Find(name)!).Single(one => one.From == from && one.To == to && one.Machine == machine);
        Assert.Contains(passage.Verdict.Breaks, one => one.Class == id && one.Field == field);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_predicted_for_a_reference_device_is_what_happens(string name)
    {
        var history = ReferenceDevices.Find(name)!;
        foreach (var (from, to) in history.Releases.SelectMany(from => history.Releases.Select(to => (from, to))))
        {
            foreach (var machine in history.Machines(from, to))
            {
                var pairing = new Pairing(from.Device, to.Device, machine);
                for (var seed = 0; seed < 20; seed++)
                {
                    var state = new StateMaker(new Dice((ulong)seed), from.Device, machine).Make();
                    Assert.Null(Agreement.Disagreement(pairing, state, seed == 0 ? Verdict.Limit : 0));
                }
            }
        }
    }

    /// <summary>What a release cannot even give to itself, on purpose.</summary>
    [Fact]
    public void Only_the_mistakes_of_the_histories_break_within_a_release() => Assert.Equal(
        [
            "audio next 017", "balloon next 019", "block next 023", "display 11.1 017", "display next 015 017", "network 11.1 015", "network next 015",
            "serial 11.1 019", "tpm 11.1 024", "tpm next 024", "watchdog 7.2 020", "watchdog 11.1 013", "watchdog next 013",
        ],
        ReferenceDevices.All.SelectMany(history => history.Releases.Select(release => (history, release, Verdict.Of(new(release.Device, release.Device, release.Release)))))
            .Where(one => !one.Item3.IsClean)
            .Select(one => $"{one.history.Name} {one.release.Release} {string.Join(' ', one.Item3.Breaks.Select(found => found.Class![^3..]).Order(StringComparer.Ordinal))}"));

    [Fact]
    public void Members_out_of_reach_are_put_to_rest()
    {
        var device = ReferenceDevices.Find("tablet")!.Releases[1].Device;
        var wanted = new Members(new() { ["wheel"] = new Number(3), ["x"] = new Number(7) });
        Assert.Equal(0, Rest.Fit(wanted, new(device, "5.2"))["wheel"]);
        Assert.Equal(3, Rest.Fit(wanted, new(device, "7.2"))["wheel"]);
        Assert.Equal(7, Rest.Fit(wanted, new(device, "5.2"))["x"]);
    }
}
