using System.Text.Json.Nodes;
using System.Threading.Channels;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Running;

namespace Migconf.Implementations.Qemu;

/// <summary>One QEMU with a guest that does not run, to be asked things. It ends with the session.</summary>
public sealed class QemuSession : IAsyncDisposable
{
    private readonly PrivateDirectory folder;
    private readonly Channel<Sight> sights = Channel.CreateUnbounded<Sight>();
    private readonly QemuSettings settings;
    private QemuProcess? process;
    private int asked;

    private QemuSession(QemuSettings settings) => (this.settings, folder) = (settings, new PrivateDirectory(settings.TemporaryFolder));

    /// <param name="binary">Which QEMU.</param>
    /// <param name="options">Command-line options beside a small machine without devices.</param>
    /// <param name="cancel">Ends the start.</param>
    public static Task<QemuSession> Start(QemuBinary binary, IReadOnlyList<string> options, CancellationToken cancel) =>
        StartWith(binary, ["-machine", "q35", "-m", "16", .. options], Side.Source, cancel);

    /// <summary>As <see cref="Start"/>, with nothing said of the machine. <c>$DIR</c> in an option stands for the session's private
    /// folder, which holds the files.</summary>
    internal static async Task<QemuSession> StartWith(
        QemuBinary binary, IReadOnlyList<string> options, Side side, CancellationToken cancel, QemuSettings? settings = null,
        params (string Name, byte[] Content)[] files)
    {
        var session = new QemuSession(settings ?? new());
        try
        {
            Array.ForEach(files, file => System.IO.File.WriteAllBytes(session.File(file.Name), file.Content));
            options = [.. options.Select(word => word.Replace("$DIR", session.folder.Path, StringComparison.Ordinal))];
            string[] accelerator = options.Any(ChoosesAccelerator) ? [] : ["-accel", session.settings.Accelerator];
            string[] words = [.. accelerator, "-display", "none", "-nodefaults", "-no-user-config", "-S"];
            session.process = await QemuProcess.Start(
                side, [.. binary.Command, .. words, .. options], session.folder, session.sights.Writer, session.settings, _ => { }, cancel, message => message);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private static bool ChoosesAccelerator(string word) =>
        word is "-accel" or "--accel" or "-enable-kvm" or "--enable-kvm" || word.Contains("accel=", StringComparison.Ordinal);

    /// <summary>The reply to a command: its <c>return</c> or its <c>error</c>.</summary>
    public async Task<JsonObject> Ask(string command, JsonObject arguments, CancellationToken cancel)
    {
        var id = ++asked;
        await process!.Send(new JsonObject { ["execute"] = command, ["arguments"] = arguments, ["id"] = id }, cancel);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(settings.StartPatience);
        try
        {
            while (true)
            {
                var sight = await sights.Reader.ReadAsync(limit.Token);
                if (sight.Message is null)
                {
                    throw new QemuEndedException(
                        "MIG-ENV-018",
                        $"QEMU {(sight.ExitCode < 0 ? $"was ended by signal {-sight.ExitCode}" : $"exited with code {sight.ExitCode}")} when it was asked {command} {arguments.ToJsonString()}",
                        "report it: no command may end the process",
                        sight.ExitCode ?? 0,
                        await process.Printed());
                }

                if (sight.Message["id"]?.GetValue<int>() == id)
                {
                    return sight.Message;
                }
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new BenchException("MIG-ENV-019", $"QEMU did not answer {command} {arguments.ToJsonString()}", "see whether its monitor hangs");
        }
    }

    /// <summary>A path in the session's private folder.</summary>
    internal string File(string name) => folder.File(name);

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        folder.Dispose();
    }
}
