using Migconf.Cli;
using Migconf.Implementations.Qemu;
using Migconf.Reports;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Running;
using Xunit;

namespace Migconf.Tests.Live;

public sealed class QemuTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("7.2", "10.0", "precopy/completes-with-return-path")]
    [InlineData("10.0", "11.1", "precopy/completes-with-return-path")]
    [InlineData("11.1", "10.0", "cancel/in-active")]
    public async Task A_real_pair_conforms(string source, string destination, string id)
    {
        Assert.SkipUnless(
            Lab.Installed().Contains(source) && Lab.Installed().Contains(destination),
            $"the lab lacks qemu-{source} or qemu-{destination}: migconf lab install {source} {destination}");
        var scenario = Corpus.Embedded().Single(one => one.Id == id);
        var pair = new QemuBenchFactory(QemuBinary.Find($"qemu-{source}"), QemuBinary.Find($"qemu-{destination}"));
        var found = await Checking.Check(scenario, pair, null, Cancel);
        Assert.True(found.Kind is CaseKind.Conforms or CaseKind.Known, $"{found.Kind}: {found.Note} {string.Join("; ", found.Seen)}");
    }

    [Fact]
    public void A_release_that_the_lab_does_not_know_comes_with_those_that_it_does() =>
        Assert.Contains("known: 5.2, 7.2, 10.0, 11.1", Assert.Throws<BenchException>(() => QemuBinary.Find("qemu-3.1")).Remedy, StringComparison.Ordinal);

    [Fact]
    public async Task A_QEMU_that_exits_at_its_start_is_an_environment_error_and_leaves_nothing()
    {
        var liar = Path.GetTempFileName();
        await File.WriteAllTextAsync(liar, "#!/bin/sh\n[ \"$1\" = --version ] && echo 'QEMU emulator version 10.0.0' || exit 7\n", Cancel);
        File.SetUnixFileMode(liar, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var binary = QemuBinary.Find(liar);
            var scenario = Corpus.Embedded()[0];
            var found = await Checking.Check(scenario, new QemuBenchFactory(binary, binary), null, Cancel);
            Assert.Equal(CaseKind.HarnessError, found.Kind);
            Assert.Contains("exited with code 7", found.Note, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(liar);
        }
    }
}
