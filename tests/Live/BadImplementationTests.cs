using Migconf.Cli;
using Migconf.Implementations.Qemu;
using Migconf.Reports;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Running;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>Implementations that are broken or badly treated: each is named with its error id, ends the run with the
/// exit code for the environment, and leaves nothing.</summary>
public sealed class BadImplementationTests : IDisposable
{
    private readonly Traces traces = new();

    private QemuSettings Hasty => new()
    {
        TemporaryFolder = traces.Folder,
        StartPatience = TimeSpan.FromSeconds(1),
        EndPatience = TimeSpan.FromMilliseconds(300),
    };

    private QemuSettings Usual => new() { TemporaryFolder = traces.Folder, Silence = TimeSpan.FromMilliseconds(500) };

    public void Dispose() => traces.Dispose();

    [Theory]
    [InlineData("#!/bin/sh\necho hello\n", "--version says 'hello'")]
    [InlineData("#!/bin/sh\nyes | head -c 10000000\nexit 3\n", "--version says 'y y")]
    [InlineData("#!/bin/sh\nprintf 'a\\033[31mb'\n", "--version says 'a?[31mb'")]
    public async Task A_script_that_is_not_QEMU_is_quoted(string text, string expected)
    {
        var path = FakeQemu.Script(traces, "");
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        AssertRefused("MIG-ENV-002", expected, path);
        await traces.AssertNothingLeft("fake");
    }

    [Theory]
    [InlineData("MIG-USAGE-004", "/no/such/qemu", "there is no such file")]
    [InlineData("MIG-ENV-003", "/tmp", "it is a folder")]
    [InlineData("MIG-ENV-003", "/proc/version", "it is not executable")]
    [InlineData("MIG-USAGE-004", "no-such-qemu", "no folder of PATH has it")]
    [InlineData("MIG-USAGE-004", "", "no folder of PATH has it")]
    public void A_path_that_cannot_be_started_says_why(string id, string path, string expected) => AssertRefused(id, expected, path);

    [Fact]
    public void An_executable_text_is_no_program()
    {
        var path = FakeQemu.Script(traces, "");
        File.WriteAllText(path, "read me\n");
        AssertRefused("MIG-ENV-003", "it is neither a program nor a script", path);
    }

    [Fact]
    public async Task A_QEMU_refuses_an_argument_of_its_wrapper_and_its_last_words_are_shown()
    {
        var real = Samples.Real("10.0");
        var binary = Wrapper(real, "-no-such-option");
        var found = await Check(Samples.Quick, binary, Usual);
        AssertHarnessError("MIG-ENV-009", "-no-such-option", found);
        Assert.Contains("exited with code 1", found.Note, StringComparison.Ordinal);
        await traces.AssertNothingLeft("fake");
    }

    [Fact]
    public async Task A_wrapper_that_stays_in_front_of_QEMU_does_and_leaves_nothing()
    {
        var real = Samples.Real("10.0");
        var found = await Check(Samples.Quick, Wrapper(real, ""), Usual);
        Assert.True(found.Kind is CaseKind.Conforms or CaseKind.Known, found.Note);
        await traces.AssertNothingLeft("fake");
    }

    [Theory]
    [InlineData("source")]
    [InlineData("destination")]
    public async Task A_QEMU_that_someone_kills_in_mid_migration_is_no_verdict_on_QEMU(string side)
    {
        var found = await Meddle(() => Traces.Signal(Qemu(side), 9));
        AssertHarnessError("MIG-ENV-013", $"the {side} (process ", found);
        await traces.AssertNothingLeft();
    }

    [Fact]
    public async Task A_QEMU_that_crashes_in_mid_migration_is_a_finding_with_its_signal()
    {
        var checking = Check(Samples.Slow, Samples.Real("10.0"), Usual);
        Assert.True(await Traces.Until(() => traces.Processes(".qmp").Count == 2, TimeSpan.FromSeconds(20)), "no pair was started");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Traces.Signal(Qemu("destination"), 12);
        var found = await checking;
        Assert.Equal(CaseKind.Nonconforming, found.Kind);
        Assert.Contains("MIG-VMM-001: the destination (process ", found.Note, StringComparison.Ordinal);
        Assert.Contains("was ended by signal 12", found.Note, StringComparison.Ordinal);
        await traces.AssertNothingLeft();
    }

    [Theory]
    [InlineData("source")]
    [InlineData("destination")]
    public async Task A_QEMU_that_someone_stops_in_mid_migration_is_named_within_bounds(string side)
    {
        var process = 0;
        var found = await Meddle(() => Traces.Signal(process = Qemu(side), 19)).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        AssertHarnessError("MIG-ENV-012", $"the {side} (process ", found);
        Assert.Contains($"it is stopped (state T in /proc/{process}/stat)", found.Note, StringComparison.Ordinal);
        await traces.AssertNothingLeft();
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "MIG-QMP-001", "'SSH-2.0-OpenSSH_9.2?'")]
    [InlineData("{}\n", "MIG-QMP-001", "'{}'")]
    [InlineData("[1]\n", "MIG-QMP-001", "'[1]'")]
    [InlineData("", "MIG-ENV-008", "did not answer within 1 s")]
    [InlineData("{\"QMP\": {}}\n{\"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}}\n", "MIG-QMP-001", "GenericError")]
    [InlineData(FakeQemu.Greeting + FakeQemu.Done + "{\"retu\u0001\n", "MIG-QMP-001", "'{\"retu?'")]
    [InlineData(FakeQemu.Greeting + FakeQemu.Done + "{\"return\": {}, \"id\": 1.5}\n", "MIG-QMP-001", "1.5")]
    [InlineData(FakeQemu.Greeting + FakeQemu.Done + "{\"event\": \"MIGRATION\"}\n", "MIG-QMP-001", "MIGRATION")]
    public async Task A_monitor_that_speaks_something_else_is_quoted(string says, string id, string expected)
    {
        await using (var fake = new FakeQemu(traces, async socket =>
        {
            await FakeQemu.Say(socket, says);
            await Task.Delay(5000);
        }))
        {
            AssertHarnessError(id, expected, await Check(Samples.Quick, fake.Binary, Hasty));
        }

        await traces.AssertNothingLeft();
    }

    [Theory]
    [InlineData("{\"return\": {\"sta", "in the middle of a message, '{\"return\": {\"sta', and runs on")]
    [InlineData("", "ended its QMP connection and runs on")]
    public async Task A_connection_that_ends_before_its_process_is_told_apart(string last, string expected)
    {
        await using (var fake = new FakeQemu(traces, async socket =>
        {
            await FakeQemu.Say(socket, FakeQemu.Greeting + FakeQemu.Done);
            await FakeQemu.Hear(socket);
            await FakeQemu.Say(socket, last);
        }))
        {
            AssertHarnessError("MIG-QMP-002", expected, await Check(Samples.Quick, fake.Binary, Hasty));
        }

        await traces.AssertNothingLeft();
    }

    [Theory]
    [InlineData("/no/such/device", "/no/such/device is missing")]
    [InlineData("/proc", "/proc is not permitted")]
    public void KVM_that_cannot_be_used_is_refused_before_anything_starts(string device, string expected)
    {
        var binary = new QemuBinary("some", "10.0", "10.0.0", ["false"]);
        var settings = new QemuSettings { Accelerator = "kvm", KvmDevice = device };
        var error = Assert.Throws<BenchException>(() => new QemuBenchFactory(binary, binary, settings));
        Assert.Equal("MIG-ENV-010", error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        _ = new QemuBenchFactory(binary, binary, settings with { KvmDevice = "/dev/null" });
    }

    [Theory]
    [InlineData("no/such/folder")]
    [InlineData("a-folder-for-temporary-files-whose-name-is-so-long-that-the-address-of-no-socket-in-it-would-fit-into-108-bytes")]
    public async Task A_folder_that_cannot_hold_sockets_is_named(string name)
    {
        var folder = Path.Combine(Path.GetTempPath(), name);
        var binary = new QemuBinary("some", "10.0", "10.0.0", ["false"]);
        AssertHarnessError("MIG-ENV-014", folder, await Check(Samples.Quick, binary, new QemuSettings { TemporaryFolder = folder }));
    }

    private static void AssertRefused(string id, string expected, string name)
    {
        var error = Assert.Throws<BenchException>(() => QemuBinary.Find(name));
        Assert.Equal(id, error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }

    private static void AssertHarnessError(string id, string expected, CaseResult found)
    {
        Assert.Equal(CaseKind.HarnessError, found.Kind);
        Assert.StartsWith(id, found.Note, StringComparison.Ordinal);
        Assert.Contains(expected, found.Note, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Inconclusive, ExitCodes.Of(new RunReport("test", "check", [found])));
    }

    private static Task<CaseResult> Check(Scenario scenario, QemuBinary binary, QemuSettings settings) =>
        Checking.Check(scenario, new QemuBenchFactory(binary, binary, settings), null, TestContext.Current.CancellationToken);

    /// <summary>A pair of 10.0 in a migration that stalls, then something is done to it.</summary>
    private Task<CaseResult> Meddle(Action meddle)
    {
        var real = Samples.Real("10.0");
        var factory = new QemuBenchFactory(real, real, Usual);
        return Checking.Check(Samples.StalledScenario, new MeddlingBenchFactory(factory, meddle), null, TestContext.Current.CancellationToken);
    }

    private int Qemu(string side) => traces.Processes($"{side}.qmp").Single();

    /// <summary>A script between the tool and QEMU that waits for QEMU instead of becoming it.</summary>
    private QemuBinary Wrapper(QemuBinary real, string argument) => QemuBinary.Find(
        FakeQemu.Script(traces, $"{string.Join(' ', real.Command.Select(word => $"'{word}'"))} {argument} \"$@\"\nexit $?"));
}
