using System.Buffers.Binary;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;

namespace Migconf.Streams.Reading;

/// <summary>The kinds of channels and files of a migration.</summary>
public enum ChannelKind
{
    /// <summary>The main stream, source to destination.</summary>
    Main,

    /// <summary>The main channel of a recovered postcopy, without header.</summary>
    Recovery,

    /// <summary>The main channel's other direction.</summary>
    ReturnPath,

    /// <summary>A channel for pages.</summary>
    Multifd,

    /// <summary>A channel for urgent pages of postcopy.</summary>
    Preempt,

    /// <summary>A state for a live update.</summary>
    Cpr,
}

/// <summary>Opens channels.</summary>
public static class Channels
{
    private const int Head = 5;

    /// <summary>A reader for a channel of a kind.</summary>
    /// <param name="stream">A file or a pipe.</param>
    /// <param name="options">How to read.</param>
    /// <param name="kind">The kind; without it the first bytes tell. They never tell a preempt channel.</param>
    /// <exception cref="StreamException">No channel begins so.</exception>
    public static ChannelReader Open(Stream stream, ReaderOptions options, ChannelKind? kind = null)
    {
        if (kind is null)
        {
            var head = new byte[Head];
            var count = stream.ReadAtLeast(head, Head, throwOnEndOfStream: false);
            kind = Kind(head.AsSpan(0, count)) ?? throw (count < Head
                ? new StreamException(StructureFailures.CutShort, "", "magic", 0, count == 0 ? "nothing is in it" : $"only {count} bytes are in it")
                : new StreamException(ChannelFailures.UnknownChannel, "", "magic", 0, $"begins with {Convert.ToHexStringLower(head)}"));
            if (stream.CanSeek)
            {
                stream.Position -= count;
            }
            else
            {
                stream = new PrefixedStream(head[..count], stream);
            }
        }

        return kind switch
        {
            ChannelKind.Main => new MigrationReader(stream, options),
            ChannelKind.Recovery => new MigrationReader(stream, options, isRecovery: true),
            ChannelKind.ReturnPath => new ReturnPathReader(stream, options),
            ChannelKind.Multifd => new MultifdReader(stream, options),
            ChannelKind.Preempt => new PreemptReader(stream, options),
            _ => new CprReader(stream, options),
        };
    }

    /// <summary>What begins so; null when nothing does.</summary>
    public static ChannelKind? Kind(ReadOnlySpan<byte> head)
    {
        if (head.Length < 4)
        {
            return null;
        }

        return BinaryPrimitives.ReadUInt32BigEndian(head) switch
        {
            StreamHeader.Magic => ChannelKind.Main,
            MultifdHello.Magic => ChannelKind.Multifd,
            CprHeader.Magic => ChannelKind.Cpr,
            var word when ReturnPathReader.Allows((ReturnKind)(word >> 16), (int)(word & 0xffff)) => ChannelKind.ReturnPath,
            _ => head.Length == Head && head[0] == StreamCommand.Mark && head[1] == 0
                && CommandReader.Allows((CommandKind)head[2], (head[3] << 8) | head[4]) ? ChannelKind.Recovery : null,
        };
    }
}
