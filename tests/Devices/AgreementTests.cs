using Migconf.Devices.Checking;
using Migconf.Devices.Descriptions;
using Migconf.Devices.Generation;
using Migconf.Devices.State;
using Migconf.Tests.Properties;
using Xunit;

namespace Migconf.Tests.Devices;

/// <summary>What is predicted from two descriptions is what happens, for random histories and random states.</summary>
public sealed class AgreementTests
{
    private static string Shown(Counterexample<LoadCase>? found, string test) => found is null ? "" :
        $"{Fuzzing.Disagreement(found.Shrunk, 64)}\n{found.Shrunk.Pairing.Source.State}\n{found.Shrunk.Pairing.Receiver.State}\n{found.Command(test)}";

    [Fact]
    public void Prediction_and_outcome_agree_in_every_random_history()
    {
        var found = PropertyRun.Find(LoadCase.Arbitrary(), PropertyRun.Runs(2000), one => Agreement.Disagreement(one.Pairing, one.State, 64) is null);
        Assert.True(found is null, Shown(found, nameof(Prediction_and_outcome_agree_in_every_random_history)));
    }

    /// <summary>Whoever believes something wrong is refuted, by a device so small that it shows what is wrong.</summary>
    [Theory]
    [InlineData(Misbelief.NestedVersionTravels)]
    [InlineData(Misbelief.TestAddsToVersion)]
    [InlineData(Misbelief.SubsectionIsRequired)]
    [InlineData(Misbelief.ParentNameIsNotCompared)]
    [InlineData(Misbelief.ElementsHaveTheirVersion)]
    [InlineData(Misbelief.CountIsChecked)]
    [InlineData(Misbelief.NullTakesNoByte)]
    [InlineData(Misbelief.HooksComeFirst)]
    [InlineData(Misbelief.UnusedIsNotThere)]
    [InlineData(Misbelief.OldVersionsLoad)]
    internal void A_misbelief_is_refuted_by_a_small_device(Misbelief misbelief)
    {
        var found = PropertyRun.Find(LoadCase.Arbitrary(), 20_000, one =>
            Agreement.Differs(Trial.Of(one.Pairing, one.State), Predictor.ForState(one.Pairing, one.State, misbelief)) is null);
        Assert.NotNull(found);
        Assert.True(Fields(found.Shrunk.Pairing.Source) <= 3, found.Shrunk.Pairing.Source.State.ToString());
        Assert.True(Fields(found.Shrunk.Pairing.Receiver) <= 3, found.Shrunk.Pairing.Receiver.State.ToString());
    }

    [Fact]
    public void Every_misbelief_is_tested() => Assert.Equal(
        Enum.GetValues<Misbelief>().Length - 1,
        typeof(AgreementTests).GetMethod(nameof(A_misbelief_is_refuted_by_a_small_device), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
            .GetCustomAttributesData().Count(data => data.AttributeType == typeof(InlineDataAttribute)));

    /// <summary>The smallest history that breaks has one field.</summary>
    [Fact]
    public void A_break_shrinks_to_one_field()
    {
        var found = PropertyRun.Find(LoadCase.Arbitrary(), 1000, one => Trial.Of(one.Pairing, one.State).Error?.Kind != Migconf.Devices.Streams.LoadErrorKind.FooterMissing);
        Assert.NotNull(found);
        Assert.Equal(1, Fields(found.Shrunk.Pairing.Source) + Fields(found.Shrunk.Pairing.Receiver));
    }

    [Fact]
    public void A_prediction_for_another_receiver_is_noticed()
    {
        var one = new Device(Describe.Type("d", Describe.U8("a")));
        var other = new Device(Describe.Type("d", Describe.U16("a")));
        var state = Rest.Of(one.State);
        Assert.Null(Agreement.Differs(Trial.Of(new(one, one, "next"), state), Predictor.ForState(new(one, one, "next"), state)));
        Assert.NotNull(Agreement.Differs(Trial.Of(new(one, one, "next"), state), Predictor.ForState(new(one, other, "next"), state)));
    }

    [Fact]
    public void Random_histories_end_in_every_outcome_and_in_almost_every_class()
    {
        var result = Fuzzing.Run(1, 5000, 0, TestContext.Current.CancellationToken);
        Assert.Empty(result.Disagreements);
        var classes = result.ByOutcome.Keys.Select(kind => kind.Split(' ')[^1]).ToHashSet();
        Assert.Empty(CompatCatalogue.All.Select(one => one.Id).Except(classes).Except(["MIG-COMPAT-024"]));
        Assert.True(result.ByOutcome["Loads"] is > 1000 and < 4000);
    }

    [Fact]
    public void A_seed_is_a_case_for_ever() => Assert.All(Enumerable.Range(0, 50), seed =>
    {
        var (one, other) = (LoadCase.Of(seed), LoadCase.Of(seed));
        Assert.Equal(one.State.ToString(), other.State.ToString());
        Assert.Equal(one.Steps, other.Steps);
    });

    private static int Fields(Device device)
    {
        var count = 0;
        _ = StructEdits.Visit(device.State, type =>
        {
            count += type.Fields.Count;
            return type;
        });
        return count;
    }
}
