using Migconf.Devices.Checking;
using Migconf.Devices.Descriptions;
using Migconf.Devices.Generation;
using Migconf.Devices.State;
using Migconf.Devices.Streams;
using Xunit;
using static Migconf.Devices.Descriptions.Describe;

namespace Migconf.Tests.Devices;

/// <summary>A receiver that reads more than was sent takes the bytes of the next section: what it says then, and what it says at the end of a stream.</summary>
public sealed class FollowingTests
{
    private static readonly SectionName Section = new("p/d", 0);

    private static Prediction Predicted(Device source, Device receiver) =>
        Predictor.ForState(new(source, receiver, "10.0"), Rest.Of(source.State));

    private static string Shown(Prediction one, string release) => ErrorText.InStream(one.Error, one.Followed, Section, release);

    /// <summary>Bytes of a next section: none of them looks like a footer or a subsection.</summary>
    private static byte[] Tail(Dice dice) => [.. Enumerable.Range(0, 8192).Select(_ => (byte)(0x80 + dice.Roll(0x80)))];

    [Fact]
    public void A_field_that_reaches_beyond_the_section_misses_the_footer()
    {
        var predicted = Predicted(new(Type("d", U8("a"))), new(Type("d", U8("a"), U64("b"))));
        Assert.Equal(LoadErrorKind.StreamEnded, predicted.Error!.Kind);
        Assert.Equal(LoadErrorKind.FooterMissing, predicted.Followed!.Kind);
        Assert.StartsWith("Missing section footer for p/d (bytes behind the section are taken for 'b'; only where the stream ends there: ", Shown(predicted, "10.0"), StringComparison.Ordinal);
        Assert.EndsWith("Failed to load d:b / error while loading state for instance 0x0 of device 'p/d' (EIO))", Shown(predicted, "10.0"), StringComparison.Ordinal);
        Assert.EndsWith("'p/d': Failed to load d state: stream error: -5)", Shown(predicted, "11.1"), StringComparison.Ordinal);
    }

    /// <summary>A list goes on as long as bytes say so: then they decide.</summary>
    [Fact]
    public void A_list_that_reaches_beyond_the_section_is_not_foretold()
    {
        var predicted = Predicted(new(Type("d", U8("a"))), new(Type("d", U8("a"), U32("b"), List("l", 3, Type("s", U8("x"))))));
        Assert.Equal(LoadErrorKind.StreamEnded, predicted.Error!.Kind);
        Assert.Null(predicted.Followed);
        Assert.StartsWith("what the bytes behind the section decide, which are taken for 'l': as a rule Missing section footer for p/d", Shown(predicted, "10.0"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_within_the_section_is_not_about_what_follows()
    {
        var predicted = Predicted(new(Type("d", U8("a"))), new(Type("d", U16("a"))));
        Assert.Equal(LoadErrorKind.FooterMissing, predicted.Error!.Kind);
        Assert.Equal("Missing section footer for p/d", Shown(predicted, "10.0"));
    }

    /// <summary>What is foretold is what happens, whatever the next section holds; and something is foretold often enough.</summary>
    [Fact]
    public void What_follows_ends_as_foretold_in_every_random_history()
    {
        var (foretold, undecided) = (0, 0);
        for (var seed = 0; seed < 6000; seed++)
        {
            var (_, _, pairing, state) = LoadCase.Of(seed);
            var predicted = Predictor.ForState(pairing, state);
            if (predicted.Error?.Kind != LoadErrorKind.StreamEnded)
            {
                continue;
            }

            (foretold, undecided) = predicted.Followed is null ? (foretold, undecided + 1) : (foretold + 1, undecided);
            var (bytes, _) = Saver.Save(pairing.Source, pairing.Machine, state);
            var (_, _, error) = Loader.Load(pairing.Receiver, pairing.Machine, [.. bytes[..^1], .. Tail(new Dice((ulong)seed))]);
            Assert.True(predicted.Followed is not { } ending || ending == error, $"seed {seed}: foretold {predicted.Followed}, happened {error}");
        }

        Assert.True(foretold > 20, $"{foretold} foretold, {undecided} undecided");
    }

    [Theory]
    [InlineData(3, 2, "7.2", "savevm: unsupported version 3 for 'p/d' v2")]
    [InlineData(3, 2, "11.1", "unsupported version 3 for 'p/d' v2")]
    public void A_version_that_is_too_new_is_shown_with_both_numbers(int sent, int known, string release, string shown) =>
        Assert.Equal(shown, Shown(Predicted(new(Type("d", U8("a")) with { Version = sent }), new(Type("d", U8("a")) with { Version = known })), release));

    /// <summary>Until 10.0 with two spaces before the last number, since 11.1 with one.</summary>
    [Theory]
    [InlineData("10.0", "d: incoming version_id 1 is too old for local minimum version_id  2 / error while loading state for instance 0x0 of device 'p/d'")]
    [InlineData("11.1", "error while loading state for instance 0x0 of device 'p/d': d: incoming version_id 1 is too old for local minimum version_id 2")]
    public void A_version_that_is_too_old_is_shown_with_both_numbers(string release, string shown) =>
        Assert.Equal(shown, Shown(Predicted(new(Type("d", U8("a"))), new(Type("d", U8("a")) with { Version = 4, MinimumVersion = 2 })), release));

    [Fact]
    public void Versions_of_subsections_and_instances_are_shown_too()
    {
        Device With(int version) => new(Type("d", U8("a")) with { Subsections = [new(Type("d/s", U8("b")) with { Version = version }, All())] });
        Assert.Contains("d/s: incoming version_id 3 is too new for local version_id 1 / ", Shown(Predicted(With(3), With(1)), "10.0"), StringComparison.Ordinal);
        Assert.Equal("Unknown section or instance 'p/d' 2", Shown(Predicted(new(Type("d")) { Instance = 2 }, new(Type("d"))), "11.1"));
    }

    /// <summary>A guard compares the receiver's own value, which is known, with one that the state decides.</summary>
    [Fact]
    public void A_number_that_depends_on_the_state_stays_open()
    {
        var error = new LoadError(LoadErrorKind.NotEqual, "a", 1) { Own = 0x1f };
        Assert.EndsWith(": 1f != N", ErrorText.Of(error, Section, "11.1"), StringComparison.Ordinal);
        Assert.EndsWith(": 1f != ffffffff", ErrorText.Of(error with { Came = -1 }, Section, "11.1"), StringComparison.Ordinal);
    }
}
