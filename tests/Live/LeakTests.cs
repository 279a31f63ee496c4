using Migconf.Cli;
using Migconf.Implementations.Qemu;
using Migconf.Reports;
using Migconf.Scenarios.Loading;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>Runs alone, because it counts what the whole process has open.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class LeakTests : IDisposable
{
    private static readonly string[] Scenarios =
    [
        "cancel/in-active", "cancel/in-setup", "cancel/without-migration", "destination/killed-in-active", "destination/wrong-machine-type",
        "link/cut-in-active", "link/refused", "precopy/completes", "source/killed-in-active", "switchover/continue",
    ];

    private readonly Traces traces = new();

    public void Dispose() => traces.Dispose();

    [Fact]
    public async Task Ten_scenarios_leave_no_file_descriptor_no_folder_and_no_process()
    {
        var real = Samples.Real("10.0");
        await Check(real);
        var before = OpenFiles();
        await Check(real);
        Assert.Equal(before, OpenFiles());
        using var leak = File.OpenRead("/dev/null");
        Assert.NotEqual(before, OpenFiles());
        await traces.AssertNothingLeft();
    }

    /// <summary>What each open descriptor of this process refers to, numbers of sockets and pipes left out. A library that is loaded late stays
    /// open, and is no leak.</summary>
    private static string OpenFiles()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return string.Join('\n', Directory.GetFileSystemEntries("/proc/self/fd")
            .Select(Target)
            .OfType<string>()
            .Where(name => !name.EndsWith(".dll", StringComparison.Ordinal))
            .GroupBy(name => name)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Count()} {group.Key}"));
    }

    private static string? Target(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, false)?.Name.Split(':')[0];
        }
        catch (IOException)
        {
            // The descriptor of the listing itself.
            return null;
        }
    }

    private async Task Check(QemuBinary binary)
    {
        var pair = new QemuBenchFactory(binary, binary, new QemuSettings { TemporaryFolder = traces.Folder });
        foreach (var id in Scenarios)
        {
            var found = await Checking.Check(Corpus.Embedded().Single(one => one.Id == id), pair, null, TestContext.Current.CancellationToken);
            Assert.True(found.Kind is CaseKind.Conforms or CaseKind.Known, $"{id}: {found.Kind} {found.Note}");
        }
    }
}
