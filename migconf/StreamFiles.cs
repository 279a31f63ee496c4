using System.CommandLine;
using Migconf.Streams.Descriptions;
using Migconf.Streams.Failures;
using Migconf.Streams.Reading;

namespace Migconf.Cli;

/// <summary>What all commands on streams share: which file, as what, described by what.</summary>
internal sealed class StreamFiles
{
    internal const string StandardInput = "-";

    /// <summary>The names of <see cref="ChannelKind"/>, in its order.</summary>
    internal static readonly string[] Kinds = ["main", "recovery", "return-path", "multifd", "preempt", "cpr"];

    private readonly Option<string?> kind = new("--as") { Description = "kind of channel, when its first bytes do not tell" };
    private readonly Option<string?> description = new("--description")
    {
        Description = "a stream of the same machine whose description decodes the devices of one that has none, such as one of postcopy",
    };

    internal StreamFiles(Command command)
    {
        kind.AcceptOnlyFromAmong(Kinds);
        command.Add(kind);
        command.Add(description);
    }

    internal static Argument<string> File(string name) => new(name) { Description = "a stream; - is standard input" };

    /// <summary>Fails for a file that is not there, before anything is started for it.</summary>
    internal static void MustBeThere(string path)
    {
        using var file = System.IO.File.OpenRead(path);
    }

    /// <summary>Work on files; what cannot be read of them is said with their names.</summary>
    internal static T Named<T>(string name, Func<T> work, params string[] channels)
    {
        try
        {
            return work();
        }
        catch (StreamException wrong)
        {
            throw wrong.In(string.Join(" with ", channels.Prepend(name == StandardInput ? "standard input" : name)));
        }
    }

    /// <summary>A channel at its beginning. The stream has to be disposed.</summary>
    internal (ChannelReader Reader, Stream Stream) Open(ParseResult parsed, string path, bool leaveDevicesOpaque = false)
    {
        var options = new ReaderOptions { Description = Description(parsed), LeaveDevicesOpaque = leaveDevicesOpaque };
        var stream = path == StandardInput ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        try
        {
            return (Channels.Open(stream, options, parsed.GetValue(kind) is { } name ? (ChannelKind)Array.IndexOf(Kinds, name) : null), stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private VmDescription? Description(ParseResult parsed)
    {
        if (parsed.GetValue(description) is not { } path)
        {
            return null;
        }

        using var stream = System.IO.File.OpenRead(path);
        return DescriptionFinder.Find(stream, new ReaderOptions().MostMemory)
            ?? throw new ToolException("MIG-USAGE-001", $"{path} ends with no description of devices", "name a stream of a migration without postcopy");
    }
}
