using Migconf.Reports;
using Migconf.Scenarios.Defects;
using Xunit;

namespace Migconf.Tests.Unit;

/// <summary>Each listed defect has deviations, or something else that stands for it, or a reason.</summary>
public sealed class DefectsOfTheFactsTests
{
    [Fact]
    public void Every_defect_has_deviations_or_a_reason_and_never_both() =>
        Assert.All(DefectsOfTheFacts.All, one => Assert.NotEmpty(DefectsOfTheFacts.HeldBy(one.Id, one.Otherwise)));

    [Fact]
    public void A_defect_without_either_or_with_both_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => DefectsOfTheFacts.HeldBy("A99", null));
        Assert.Throws<InvalidOperationException>(() => DefectsOfTheFacts.HeldBy("A1", "not modelled"));
    }

    [Fact]
    public void What_a_deviation_names_is_listed()
    {
        var listed = DefectsOfTheFacts.All.Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        Assert.All(Deviations.All.SelectMany(DefectsOfTheFacts.Named), id => Assert.Contains(id, listed));
    }

    [Fact]
    public void Deviations_that_a_reason_names_exist()
    {
        var named = DefectsOfTheFacts.All.SelectMany(one => (one.Otherwise ?? "").Split('`').Where((_, at) => at % 2 == 1))
            .Where(name => !name.Contains(' ') && !name.Contains('/') && name.Contains('-'));
        Assert.All(named, name => Assert.NotNull(Deviations.Find(name)));
    }

    [Fact]
    public void A_range_names_all_between() =>
        Assert.Equal(["C1", "C2", "C3"], DefectsOfTheFacts.Named(Deviations.All.First(one => one.Source.Contains("C1 to C3"))));
}
