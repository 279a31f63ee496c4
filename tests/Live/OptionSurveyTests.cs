using Migconf.Implementations.Qemu;
using Migconf.ReferenceEngine;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>Real QEMU has the capabilities and parameters the tables say.</summary>
public sealed class OptionSurveyTests
{
    [Theory]
    [InlineData("5.2", 400)]
    [InlineData("7.2", 400)]
    [InlineData("10.0", 400)]
    [InlineData("11.1", 400)]
    public async Task A_real_release_is_as_the_tables_say(string release, int questions)
    {
        Assert.SkipUnless(Lab.Installed().Contains(release), $"the lab lacks qemu-{release}: migconf lab install {release}");
        var survey = await OptionSurvey.Of(QemuBinary.Find($"qemu-{release}"), Releases.Find(release)!, TestContext.Current.CancellationToken);
        Assert.Empty(survey.Differences);
        Assert.True(survey.Asked > questions, $"{survey.Asked} questions");
    }

    /// <summary>The survey of a release by the tables of another finds what differs.</summary>
    [Fact]
    public async Task A_release_is_not_as_the_tables_of_another_say()
    {
        Assert.SkipUnless(Lab.Installed().Contains("10.0"), "the lab lacks qemu-10.0: migconf lab install 10.0");
        var survey = await OptionSurvey.Of(QemuBinary.Find("qemu-10.0"), Releases.V11_1, TestContext.Current.CancellationToken);
        Assert.Contains("capability zero-blocks is not known to the reference", survey.Differences);
        Assert.Contains("parameter cpr-exec-command is not there", survey.Differences);
        Assert.Contains(survey.Differences, difference => difference.StartsWith("multifd + postcopy-ram is refused", StringComparison.Ordinal));
    }
}
