using Migconf.Compatibility.Diagnosis;
using Migconf.Compatibility.Matrix;
using Migconf.Compatibility.Pages;
using Migconf.Compatibility.Prediction;
using Migconf.Compatibility.Trials;
using Migconf.Devices.Dumps;
using Migconf.Implementations.Qemu;
using Migconf.Streams.Failures;
using Xunit;

namespace Migconf.Tests.Compatibility;

/// <summary>What dumps predict is counted against what was measured, for the sections that were really sent.</summary>
public sealed class ForecastTests
{
    private static readonly Passage Forward = new("10.0", "11.1");
    private static readonly Passage Back = new("11.1", "10.0");

    [Fact]
    public void A_break_that_the_dumps_show_is_predicted_for_the_device_that_sends_the_section()
    {
        var forecasts = DumpForecast.Of(Pair("bmc", Broken(Back)), Dump(1), Dump(2));
        Assert.Equal((Certainty.Certain, true), (forecasts[1].Certainty!.Value, forecasts[1].Broke));
        Assert.Equal((null, false), (forecasts[0].Certainty, forecasts[0].Broke));
        Assert.Contains("| certain | 1 | 0 |", ForecastText.Write(Pair("bmc"), forecasts), StringComparison.Ordinal);
    }

    [Fact]
    public void A_break_that_the_dumps_do_not_show_is_listed()
    {
        var forecasts = DumpForecast.Of(Pair("bmc", Broken(Back)), Dump(1), Dump(1));
        Assert.Null(forecasts[1].Certainty);
        Assert.Contains("Nothing said, and it breaks:\n\n- 11.1 -> 10.0: MIG-STREAM-042 bmc (isa-bmc)", ForecastText.Write(Pair("bmc"), forecasts), StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_that_is_not_sent_predicts_nothing() =>
        Assert.All(DumpForecast.Of(Pair("other"), Dump(1), Dump(2)), one => Assert.Null(one.Certainty));

    private static Break Broken(Passage passage) => new(passage, TransferEnd.Refused, DeviceFailures.VersionTooNew, null, "bmc", "", "words", "reason", "");

    private static PairResult Pair(string sent, params Break[] breaks)
    {
        IReadOnlySet<string> names = new HashSet<string> { sent };
        var device = new DeviceResult("isa-bmc", Setup.Plain("isa-bmc", "m"), null, [Forward, Back], breaks, 0)
        {
            Forward = Forward,
            Descriptions = new Dictionary<Passage, IReadOnlySet<string>> { [Forward] = names, [Back] = names },
        };
        return new("qemu-10.0 (10.0)", "qemu-11.1 (11.1)", ["m"], [device], []);
    }

    private static Dump Dump(int version) => Migconf.Devices.Dumps.Dump.Load("d", $$"""
        { "vmschkmachine": { "Name": "m" }, "bmc-sim": { "Name": "bmc-sim", "version_id": {{version}}, "minimum_version_id": 1,
          "Description": { "name": "bmc", "version_id": {{version}}, "minimum_version_id": 1, "Fields": [] } } }
        """);
}
