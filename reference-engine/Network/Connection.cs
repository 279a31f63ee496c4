using Exploration;

namespace Migconf.ReferenceEngine.Network;

/// <summary>One connection of a source and a destination: the stream, and the return path beside it. Or a file: it takes all that is
/// written, whoever dies then, and nobody answers.</summary>
public sealed class Connection(World world, int number, bool isFile = false) : IStableHash
{
    public Direction Forward { get; } = new(world, Name("forward", number)) { Room = isFile ? int.MaxValue : 16 };

    /// <summary>Answers are few and short: they always find room.</summary>
    public Direction Return { get; } = new(world, Name("return", number));

    /// <summary>Breaks both directions: the network did it, a process died, or a manager paused the migration.</summary>
    public void Break()
    {
        if (isFile)
        {
            Forward.Close();
            return;
        }

        Forward.Break();
        Return.Break();
    }

    /// <summary>The source shuts its socket down: what it sent arrives, and it comes to read nothing more.</summary>
    public void ShutdownBySource()
    {
        Forward.Close();
        Return.BreakForReceiver();
    }

    /// <summary>The destination closes its socket: what it sent may be lost with the reset that follows.</summary>
    public void CloseByDestination()
    {
        if (isFile)
        {
            return;
        }

        Forward.Break();
        Return.BreakForReceiver();
    }

    public ulong StableHash() => (ulong)number;

    public override string ToString() => Name("connection", number);

    private static string Name(string what, int number) => number == 1 ? what : $"{what} {number}";
}
