using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Options;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Reports;
using Xunit;

namespace Migconf.Tests.Unit;

/// <summary>Capabilities and parameters: what is accepted, what is refused, and that a refusal changes nothing.</summary>
public sealed class OptionTests
{
    [Theory]
    [InlineData("11.1", "postcopy-ram multifd", ErrorClass.None)]
    [InlineData("10.0", "postcopy-ram multifd", ErrorClass.IncompatibleOptions)]
    [InlineData("7.2", "postcopy-ram multifd", ErrorClass.None)]
    [InlineData("10.0", "switchover-ack", ErrorClass.IncompatibleOptions)]
    [InlineData("10.0", "switchover-ack return-path", ErrorClass.None)]
    [InlineData("7.2", "switchover-ack", ErrorClass.UnknownOption)]
    [InlineData("7.2", "block", ErrorClass.None)]
    [InlineData("10.0", "block", ErrorClass.UnknownOption)]
    [InlineData("10.0", "dirty-limit", ErrorClass.IncompatibleOptions)]
    [InlineData("7.2", "background-snapshot xbzrle", ErrorClass.IncompatibleOptions)]
    [InlineData("7.2", "background-snapshot events", ErrorClass.None)]
    public void Capabilities_are_refused_by_release(string release, string names, ErrorClass expected)
    {
        var settings = For(release);
        Assert.Equal(expected, settings.Set([.. names.Split(' ').Select(name => (name, true))]));
        Assert.Equal(expected == ErrorClass.None ? names.Split(' ').Order() : [], settings.Capabilities.Order());
    }

    [Fact]
    public void A_capability_that_another_needs_is_not_switched_off()
    {
        var settings = For("11.1");
        Assert.Equal(ErrorClass.None, settings.Set([("postcopy-ram", true), ("postcopy-preempt", true)]));
        Assert.Equal(ErrorClass.IncompatibleOptions, settings.Set([("postcopy-ram", false)]));
        Assert.True(settings.Has("postcopy-ram"));
        Assert.Equal(ErrorClass.None, settings.Set([("postcopy-ram", false), ("postcopy-preempt", false)]));
    }

    [Theory]
    [InlineData("10.0", "downtime-limit", 2_000_000UL, ErrorClass.None)]
    [InlineData("10.0", "downtime-limit", 2_000_001UL, ErrorClass.OptionValue)]
    [InlineData("10.0", "xbzrle-cache-size", 4096UL, ErrorClass.None)]
    [InlineData("10.0", "xbzrle-cache-size", 5000UL, ErrorClass.OptionValue)]
    [InlineData("10.0", "max-cpu-throttle", 19UL, ErrorClass.OptionValue)]
    [InlineData("10.0", "compress-level", 1UL, ErrorClass.UnknownOption)]
    [InlineData("7.2", "compress-level", 9UL, ErrorClass.None)]
    [InlineData("5.2", "max-bandwidth", ulong.MaxValue, ErrorClass.OptionValue)]
    [InlineData("7.2", "max-bandwidth", ulong.MaxValue, ErrorClass.None)]
    [InlineData("10.0", "multifd-zstd-level", 21UL, ErrorClass.OptionValue)]
    public void Values_are_refused_by_release(string release, string name, ulong value, ErrorClass expected)
    {
        var settings = For(release);
        var before = settings[name];
        Assert.Equal(expected, settings.Set([(name, OptionValue.Of(value))]));
        Assert.Equal(expected == ErrorClass.None ? OptionValue.Of(value) : before, settings[name]);
    }

    [Fact]
    public void A_call_with_one_wrong_value_changes_nothing()
    {
        var settings = For("10.0");
        Assert.Equal(ErrorClass.OptionValue, settings.Set([("announce-step", OptionValue.Of(7)), ("multifd-channels", OptionValue.Of(0))]));
        Assert.Equal(OptionValue.Of(100), settings["announce-step"]);
        Assert.Equal((0, ""), settings.FixedChanges);
        Assert.Equal(ErrorClass.None, settings.Set([("announce-step", OptionValue.Of(7)), ("multifd-channels", OptionValue.Of(3))]));
        Assert.Equal((1, "multifd-channels"), settings.FixedChanges);
    }

    /// <summary>A value that 7.2 accepts and ignores.</summary>
    [Fact]
    public void What_a_release_ignores_stays()
    {
        var (old, young) = (For("7.2"), For("10.0"));
        Assert.Equal(ErrorClass.None, old.Set([("multifd-zlib-level", OptionValue.Of(77))]));
        Assert.Equal(OptionValue.Of(1), old["multifd-zlib-level"]);
        Assert.Equal(ErrorClass.OptionValue, young.Set([("multifd-zlib-level", OptionValue.Of(77))]));
    }

    [Fact]
    public void The_machine_type_decides_a_default()
    {
        Assert.Equal(OptionValue.Of("legacy"), new Settings(Releases.V10_0, Releases.V7_2)["zero-page-detection"]);
        Assert.Equal(OptionValue.Of("multifd"), new Settings(Releases.V11_1, Releases.V10_0)["zero-page-detection"]);
    }

    private static Settings For(string release) => new(Releases.Find(release)!, Releases.Find(release)!);
}
