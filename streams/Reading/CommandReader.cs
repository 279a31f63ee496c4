using Migconf.Streams.Bytes;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;

namespace Migconf.Streams.Reading;

/// <summary>Reads a command. Facts: wire-format, section 1.</summary>
internal static class CommandReader
{
    private const int RangeSize = 16;

    internal static StreamCommand Read(ByteSource source, string scope)
    {
        var at = source.Position;
        source.Skip(1, "type");
        var number = source.U16("command");
        if (!Enum.IsDefined((CommandKind)number))
        {
            throw source.Fail(StructureFailures.UnknownCommand, "command", $"no command has the number {number}", at);
        }

        var command = new StreamCommand((CommandKind)number, source.U16("command/len")) { Offset = at, Scope = scope };
        if (!Allows(command.Kind, command.Size))
        {
            throw source.Fail(StructureFailures.CommandLength, command.Name, $"{command.Size} bytes", at);
        }

        return command.Kind switch
        {
            CommandKind.Ping => command with { Value = source.U32("PING") },
            CommandKind.Packaged => command with { Value = source.U32("PACKAGED") },
            CommandKind.PostcopyAdvise when command.Size > 0 =>
                command with { PageSizes = source.U64("POSTCOPY_ADVISE"), TargetPage = source.U64("POSTCOPY_ADVISE") },
            CommandKind.RecvBitmap => WithBlock(command, source),
            CommandKind.PostcopyRamDiscard => Discard(command, source),
            _ => command,
        };
    }

    /// <summary>Whether a payload of so many bytes can belong to a command.</summary>
    internal static bool Allows(CommandKind kind, int size) => kind switch
    {
        CommandKind.Ping or CommandKind.Packaged => size == 4,
        CommandKind.PostcopyAdvise => size is 0 or RangeSize,
        CommandKind.PostcopyRamDiscard => size >= 4,
        CommandKind.RecvBitmap => size >= 2,
        _ => Enum.IsDefined(kind) && size == 0,
    };

    private static StreamCommand WithBlock(StreamCommand command, ByteSource source)
    {
        var block = source.Name(command.Name);
        return block.Length + 1 == command.Size
            ? command with { Block = block }
            : throw source.Fail(StructureFailures.CommandContent, command.Name, $"a name of {block.Length} bytes in a payload of {command.Size}");
    }

    private static StreamCommand Discard(StreamCommand command, ByteSource source)
    {
        var version = source.U8(command.Name);
        var block = source.Name(command.Name);
        var terminator = source.U8(command.Name);
        var rest = command.Size - block.Length - 3;
        if (version != 0 || terminator != 0 || rest < 0 || rest % RangeSize != 0)
        {
            throw source.Fail(
                StructureFailures.CommandContent, command.Name, $"version {version}, terminator {terminator}, {rest} bytes of ranges");
        }

        var ranges = new RamRange[rest / RangeSize];
        for (var index = 0; index < ranges.Length; index++)
        {
            ranges[index] = new(source.U64(command.Name), source.U64(command.Name));
        }

        return command with { Block = block, Ranges = ranges };
    }
}
