using System.Diagnostics;
using Migconf.Cli;
using Migconf.Reports;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>The tool as a process of its own, ended in the middle or started in a bad environment.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly Traces traces = new();

    public void Dispose() => traces.Dispose();

    [Theory]
    [InlineData(2, ExitCodes.Interrupted)]
    [InlineData(15, 128 + 15)]
    [InlineData(1, 128 + 1)]
    [InlineData(9, 128 + 9)]
    public async Task However_it_is_ended_nothing_survives(int signal, int exitCode)
    {
        Samples.Real("10.0");
        var scenario = Path.Combine(traces.Folder, "stalled.yaml");
        await File.WriteAllTextAsync(scenario, Samples.Stalled, TestContext.Current.CancellationToken);
        using var tool = Start(("TMPDIR", traces.Folder), "check", "--scenarios", scenario);
        Assert.True(await Traces.Until(() => traces.Processes("-qmp").Count == 2, TimeSpan.FromSeconds(20)), "no pair was started");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.Equal(2, traces.Processes("-qmp").Count);
        Traces.Signal(tool.Id, signal);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(exitCode, tool.ExitCode);
        await traces.AssertNothingLeft("stalled.yaml");
    }

    [Theory]
    [InlineData(2, ExitCodes.Interrupted)]
    [InlineData(15, 128 + 15)]
    public async Task What_ran_before_a_signal_is_reported(int signal, int exitCode)
    {
        Samples.Real("10.0");
        var (scenarios, json, junit) = (Directory.CreateDirectory(Path.Combine(traces.Folder, "scenarios")), Path.Combine(traces.Folder, "a.json"), Path.Combine(traces.Folder, "a.xml"));
        const string Quick = "version: 1\ntitle: a cancel without a migration\nsteps:\n  - source: migrate_cancel\n";
        await File.WriteAllTextAsync(Path.Combine(scenarios.FullName, "a-quick.yaml"), Quick, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(scenarios.FullName, "stalled.yaml"), Samples.Stalled, TestContext.Current.CancellationToken);
        using var tool = Start(("TMPDIR", traces.Folder), "check", "--scenarios", scenarios.FullName, "--record", traces.Folder, "--json", json, "--junit", junit);
        Assert.True(await Traces.Until(() => Directory.GetFiles(traces.Folder, "a-quick.*.json").Length == 1, TimeSpan.FromSeconds(30)), "the first scenario was not recorded");
        Assert.True(await Traces.Until(() => traces.Processes("-qmp").Count == 2, TimeSpan.FromSeconds(30)), "no second pair was started");
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Traces.Signal(tool.Id, signal);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(exitCode, tool.ExitCode);
        Assert.Contains("INTERRUPTED, what ran until then: 1 conforms", await tool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var report = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(json, TestContext.Current.CancellationToken));
        Assert.Equal((true, exitCode, 1), (report.RootElement.GetProperty("interrupted").GetBoolean(), report.RootElement.GetProperty("exitCode").GetInt32(), report.RootElement.GetProperty("cases").GetArrayLength()));
        Assert.Contains("a-quick", await File.ReadAllTextAsync(junit, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Two machines with a running guest, the reference between them, and the files of their memory.</summary>
    [Theory]
    [InlineData(2, ExitCodes.Interrupted)]
    [InlineData(15, 128 + 15)]
    [InlineData(9, 128 + 9)]
    public async Task A_hop_that_is_ended_leaves_nothing(int signal, int exitCode)
    {
        Samples.Real("10.0");
        using var tool = Start(("TMPDIR", traces.Folder), "stream", "hop", "--from", "10.0", "--to", "10.0", "--count", "100000");
        Assert.True(await Traces.Until(() => traces.Processes("-qmp").Count == 2, TimeSpan.FromSeconds(20)), "no pair was started");

        // Not always at the same point of a hop, which takes about half a second.
        await Task.Delay(150 * signal, TestContext.Current.CancellationToken);
        Traces.Signal(tool.Id, signal);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(exitCode, tool.ExitCode);
        await traces.AssertNothingLeft();
    }

    /// <summary>What the environment lacks is told from what the command line gets wrong.</summary>
    [Theory]
    [InlineData("check --source qemu-10.0", false, "MIG-ENV-001", "is not in the lab")]
    [InlineData("check --source qemu-10.0", true, "MIG-ENV-015", "is damaged")]
    [InlineData("stream load FILE --qemu qemu-10.0", false, "MIG-ENV-001", "is not in the lab")]
    public async Task A_lab_without_the_release_names_the_command_that_installs_it(string line, bool damaged, string id, string expected)
    {
        var lab = Directory.CreateDirectory(Path.Combine(traces.Folder, "lab"));
        if (damaged)
        {
            lab.CreateSubdirectory("10.0");
        }

        var words = line.Split(' ').Select(word => word == "FILE" ? typeof(Checking).Assembly.Location : word);
        using var tool = Start(("MIGCONF_LAB", lab.FullName), [.. words]);
        var said = await tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Inconclusive, tool.ExitCode);
        Assert.StartsWith(id, said, StringComparison.Ordinal);
        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.Contains("Remedy: migconf lab install 10.0", said, StringComparison.Ordinal);
    }

    /// <summary>With signals as they are by default, whoever started the tests, and without the runtime's own diagnostics socket, which no
    /// killed .NET program removes.</summary>
    private static Process Start((string Name, string Value) variable, params string[] arguments)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT,HUP", "dotnet", typeof(Checking).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment[variable.Name] = variable.Value;
        return Process.Start(start)!;
    }
}
