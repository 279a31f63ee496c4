using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Migconf.Implementations.Qemu;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Recordings;
using Migconf.Scenarios.Running;
using Xunit;

namespace Migconf.Tests.Live;

public sealed class OutOfBandTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(250);
    private readonly Traces traces = new();

    private QemuSettings Settings => new() { TemporaryFolder = traces.Folder, Silence = Short / 2 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => traces.Dispose();

    [Theory]
    [InlineData("7.2")]
    [InlineData("10.0")]
    [InlineData("11.1")]
    public async Task A_running_QEMU_answers_a_probe_and_a_stopped_one_does_not(string release)
    {
        var real = Samples.Real(release);
        using (var folder = new PrivateDirectory(traces.Folder))
        {
            var path = folder.File("qmp");
            var group = ProcessGroup.Start([.. real.Command, "-machine", "none", "-display", "none", "-qmp", $"unix:{path},server=on,wait=off"], folder);
            Socket? socket = null;
            Assert.True(await Traces.Until(() => (socket = Connected(path)) is not null, TimeSpan.FromSeconds(10)), "nobody listens");
            using var connection = await QmpConnection.Open(socket!, "QEMU", Cancel);
            var reading = connection!.Next();
            Assert.True(connection.HasOutOfBand);
            Assert.True(await connection.Probe(TimeSpan.FromSeconds(5)));
            Assert.Null(group.Stopped());
            Traces.Signal(group.Id, 19);
            Assert.True(await Traces.Until(() => group.Stopped() == group.Id, TimeSpan.FromSeconds(5)), "it did not stop");
            Assert.False(await connection.Probe(Short));
            Traces.Signal(group.Id, 18);
            Assert.True(await connection.Probe(TimeSpan.FromSeconds(5)));
            group.Kill();
            Assert.True(await group.Ends(TimeSpan.FromSeconds(5)));
            Assert.Null(await reading);
            group.Dispose();
        }

        await traces.AssertNothingLeft();
    }

    /// <summary>A connection to who listens; null: nobody does. A socket is there a moment before anybody listens.</summary>
    private static Socket? Connected(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    [Theory]
    [InlineData("7.2")]
    [InlineData("11.1")]
    public async Task A_main_loop_that_hangs_is_told_from_a_dead_monitor_and_the_recording_does_not_show_the_probe(string release)
    {
        var real = Samples.Real(release);
        var fifo = Path.Combine(traces.Folder, "fifo");
        System.Diagnostics.Process.Start("mkfifo", fifo).WaitForExit();

        // Opening a FIFO that nobody reads blocks, and QEMU does it in its main loop.
        var step = new CommandStep(Side.Source, "pmemsave", new JsonObject { ["val"] = 0, ["size"] = 4096, ["filename"] = fifo });
        var (recording, remarks) = await Run(real, Settings, step);
        Assert.Contains("MIG-VMM-002: the main loop of the source (process ", remarks[0], StringComparison.Ordinal);
        Assert.Contains("not pmemsave", remarks[0], StringComparison.Ordinal);
        Assert.Contains(recording.Entries, entry => entry is Unanswered { Side: Side.Source });
        Assert.DoesNotContain("probe", RecordingFile.Write(recording), StringComparison.Ordinal);
        await traces.AssertNothingLeft("fifo");
    }

    [Theory]
    [InlineData("5.2")]
    [InlineData("10.0")]
    [InlineData("11.1")]
    public async Task What_goes_out_of_band_is_answered_while_the_main_loop_hangs_and_what_goes_in_band_is_not(string release)
    {
        var fifo = Path.Combine(traces.Folder, "fifo");
        System.Diagnostics.Process.Start("mkfifo", fifo).WaitForExit();
        var (recording, _) = await Run(
            Samples.Real(release),
            Settings,
            new CommandStep(Side.Source, "pmemsave", new JsonObject { ["val"] = 0, ["size"] = 4096, ["filename"] = fifo }),
            new CommandStep(Side.Source, "migrate-pause", []),
            new CommandStep(Side.Source, "migrate-pause", []) { IsOutOfBand = true });
        var paused = recording.Entries.OfType<Sent>().Where(sent => sent.Command == "migrate-pause").ToList();
        Assert.Equal([false, true], paused.Select(sent => sent.IsOutOfBand));
        Assert.Equal([true, false], paused.Select(sent => recording.Entries.OfType<Unanswered>().Any(silent => silent.Id == sent.Id)));
        Assert.Single(recording.Entries.OfType<Received>(), received => received.Message["id"]?.GetValue<int>() == paused[1].Id && received.Message["error"] is not null);
        await traces.AssertNothingLeft("fifo");
    }

    [Fact]
    public async Task A_monitor_that_offers_no_out_of_band_commands_is_sent_none()
    {
        await using (var fake = new FakeQemu(traces, async socket =>
        {
            await FakeQemu.Say(socket, "{\"QMP\": {\"capabilities\": []}}\n");
            while (await FakeQemu.Hear(socket) is { Length: > 0 } heard)
            {
                Assert.DoesNotContain("exec-oob", heard, StringComparison.Ordinal);
                await FakeQemu.Say(socket, FakeQemu.Done);
            }
        }))
        {
            var error = await Assert.ThrowsAsync<BenchException>(() => Run(fake.Binary, Settings, new CommandStep(Side.Source, "yank", []) { IsOutOfBand = true }));
            Assert.Equal("MIG-ENV-025", error.Id);
            Assert.Contains("source", error.Message, StringComparison.Ordinal);
        }

        await traces.AssertNothingLeft();
    }

    [Fact]
    public async Task A_migration_that_only_takes_long_is_not_examined()
    {
        var (recording, remarks) = await Run(Samples.Real("10.0"), Settings, new WaitStep(Side.Source, [MigrationStatus.Completed]));
        Assert.Empty(remarks);
        Assert.Contains(recording.Entries, entry => entry is GaveUp);
    }

    [Theory]
    [InlineData(FakeQemu.Greeting, "\"enable\":[\"oob\"]", "MIG-VMM-003")]
    [InlineData("{\"QMP\": {\"capabilities\": []}}\n", "\"execute\":\"qmp_capabilities\"}", "MIG-VMM-004")]
    public async Task A_monitor_that_falls_silent_is_called_dead_if_it_offered_out_of_band(string greeting, string asked, string id)
    {
        var heard = Channel.CreateUnbounded<string>();
        await using (var fake = new FakeQemu(traces, async socket =>
        {
            await FakeQemu.Say(socket, greeting);
            await heard.Writer.WriteAsync(await FakeQemu.Hear(socket), Cancel);
            await FakeQemu.Say(socket, FakeQemu.Done);
            await Task.Delay(20000, Cancel);
        }))
        {
            var (_, remarks) = await Run(fake.Binary, Settings with { ProbePatience = Short });
            Assert.StartsWith(id, remarks[0], StringComparison.Ordinal);
            Assert.Contains(asked, await heard.Reader.ReadAsync(Cancel), StringComparison.Ordinal);
        }

        await traces.AssertNothingLeft();
    }

    private static async Task<(Recording Recording, IReadOnlyList<string> Remarks)> Run(QemuBinary binary, QemuSettings settings, params IReadOnlyList<Step> steps)
    {
        var factory = new QemuBenchFactory(binary, binary, settings);
        var options = new RunnerOptions { Tool = "test", CommandPatience = Short, WaitPatience = Short, RestPatience = TimeSpan.Zero };
        var scenario = new Scenario { Id = "test", Title = "a test", Steps = steps };
        return (await ScenarioRunner.Run(scenario, factory, options, Cancel), factory.TakeRemarks());
    }
}
