using System.Diagnostics;
using System.Net.Sockets;
using Migconf.Implementations.Qemu;
using Migconf.Properties.Judging;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Running;

namespace Migconf.Benchmarks;

/// <summary>A scenario on two real QEMUs, with its verdict, beside a bare QMP script that does the same and looks at
/// nothing but the status. Both in turn, so that what else the machine does hits both.</summary>
internal static class LiveBenchmark
{
    private const int Times = 15;

    internal static async Task<int> Run(string name)
    {
        var binary = QemuBinary.Find(name);
        var scenario = Corpus.Embedded().Single(one => one.Id == "precopy/completes");
        var factory = new QemuBenchFactory(binary, binary, new QemuSettings());
        List<double> suite = [], bare = [];
        for (var time = 0; time <= Times; time++)
        {
            var watch = Stopwatch.StartNew();
            var recording = await ScenarioRunner.Run(scenario, factory, new RunnerOptions { Tool = "benchmark" }, CancellationToken.None);
            var verdict = Judge.Decide(recording);
            var ours = watch.Elapsed.TotalMilliseconds;
            watch.Restart();
            Bare(binary);
            var theirs = watch.Elapsed.TotalMilliseconds;
            if (verdict.Kind != VerdictKind.Conforms)
            {
                Console.WriteLine($"the scenario did not conform: {verdict.Kind}");
                return 2;
            }

            if (time > 0)
            {
                suite.Add(ours);
                bare.Add(theirs);
            }
        }

        var (a, b) = (Median(suite), Median(bare));
        Console.WriteLine($"{scenario.Id} on {name}: with the suite {a:0} ms, as a bare script {b:0} ms, ratio {a / b:0.00} (medians of {Times})");
        return 0;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Bare(QemuBinary binary)
    {
        var folder = Directory.CreateTempSubdirectory("bare").FullName;
        Process? source = null, destination = null;
        try
        {
            var firmware = Path.Combine(folder, "guest.bin");
            Firmware.WriteTo(firmware);
            source = Start(binary, firmware, Path.Combine(folder, "s"));
            destination = Start(binary, firmware, Path.Combine(folder, "d"), "-incoming", "defer");
            using var from = new Monitor(Path.Combine(folder, "s"));
            using var to = new Monitor(Path.Combine(folder, "d"));
            to.Ask("""{"execute":"migrate-incoming","arguments":{"uri":"unix:FOLDER/m"}}""".Replace("FOLDER", folder, StringComparison.Ordinal));
            from.Ask("""{"execute":"migrate","arguments":{"uri":"unix:FOLDER/m"}}""".Replace("FOLDER", folder, StringComparison.Ordinal));
            while (!from.Ask("""{"execute":"query-migrate"}""").Contains("\"completed\"", StringComparison.Ordinal)
                || !to.Ask("""{"execute":"query-status"}""").Contains("\"running\": true", StringComparison.Ordinal))
            {
                Thread.Sleep(1);
            }
        }
        finally
        {
            foreach (var process in new[] { source, destination })
            {
                process?.Kill();
                process?.WaitForExit();
                process?.Dispose();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(QemuBinary binary, string firmware, string socket, params string[] more)
    {
        string[] arguments =
        [
            .. binary.Command.Skip(1), "-machine", $"pc-q35-{binary.Release}", "-accel", "tcg", "-m", "128", "-display", "none", "-nodefaults",
            "-no-user-config", "-bios", firmware, "-qmp", $"unix:{socket},server=on,wait=off", .. more,
        ];
        return Process.Start(new ProcessStartInfo(binary.Command[0], arguments))!;
    }

    private sealed class Monitor : IDisposable
    {
        private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly StreamReader reader;

        internal Monitor(string path)
        {
            while (!socket.Connected)
            {
                try
                {
                    socket.Connect(new UnixDomainSocketEndPoint(path));
                }
                catch (SocketException)
                {
                    Thread.Sleep(1);
                }
            }

            reader = new StreamReader(new NetworkStream(socket));
            reader.ReadLine();
            Ask("""{"execute":"qmp_capabilities"}""");
        }

        public void Dispose()
        {
            reader.Dispose();
            socket.Dispose();
        }

        internal string Ask(string command)
        {
            socket.Send(System.Text.Encoding.UTF8.GetBytes(command));
            while (true)
            {
                if (reader.ReadLine() is not { } line)
                {
                    throw new IOException("the monitor is gone");
                }

                if (line.Contains("\"return\"", StringComparison.Ordinal) || line.Contains("\"error\"", StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
    }
}
