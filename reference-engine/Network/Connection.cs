using Exploration;

namespace Migconf.ReferenceEngine.Network;

/// <summary>One connection of a source and a destination: the stream, and the return path beside it. Or a file, or a pipe: it takes all
/// that is written, whoever dies then, and nobody answers.</summary>
public sealed class Connection(World world, int number, Medium medium = Medium.Network) : IStableHash
{
    private readonly Exploration.Primitives.Mutex answers = new(world, Name("answers", number, medium));

    public Direction Forward { get; } = new(world, Name("forward", number, medium)) { Room = medium == Medium.Network ? 16 : int.MaxValue };

    /// <summary>Answers are few and short: they always find room.</summary>
    public Direction Return { get; } = new(world, Name("return", number, medium));

    /// <summary>The source made it for the stream, not for pages only, which nobody answers.</summary>
    public bool IsMain { get; init; } = true;

    /// <summary>The destination says something. Several of its threads do: one at a time.</summary>
    internal async Routine Answer(Message message, Rules rules)
    {
        if (rules.AnswersOneAtATime)
        {
            await answers.Acquire();
        }

        await Return.Send(message);
        if (rules.AnswersOneAtATime)
        {
            answers.Release();
        }
    }

    /// <summary>Breaks both directions: the network did it, or a manager paused the migration. Who only answers does not look whether it
    /// is heard, and what is under way on a channel for pages is lost at once: nobody can tell when it was.</summary>
    public void Break()
    {
        if (medium != Medium.Network)
        {
            Forward.Close();
            return;
        }

        Forward.BreakForSender();
        Forward.BreakForReceiver(atOnce: !IsMain);
        LoseAnswers();
    }

    /// <summary>The process of the source ended.</summary>
    public void DieWithSource()
    {
        if (medium != Medium.Network)
        {
            Forward.Close();
            return;
        }

        Forward.BreakForSender(atOnce: true);
        Forward.BreakForReceiver(atOnce: !IsMain, bySender: true);
    }

    /// <summary>The source shuts its socket down: what it sent arrives, and it comes to read nothing more.</summary>
    public void ShutdownBySource()
    {
        Forward.Close();
        LoseAnswers();
    }

    /// <summary>The destination closes its socket, or its process ended: what it sent may be lost with the reset that follows.</summary>
    public void CloseByDestination()
    {
        if (medium == Medium.Network)
        {
            Forward.BreakForSender();
            Forward.BreakForReceiver(atOnce: true);
            LoseAnswers();
        }
    }

    private void LoseAnswers()
    {
        if (IsMain)
        {
            Return.BreakForReceiver();
        }
    }

    public ulong StableHash() => (ulong)number;

    public override string ToString() => Name("connection", number, medium);

    private static string Name(string what, int number, Medium medium) =>
        $"{(medium == Medium.Pipe ? "pipe " : "")}{what}{(number == 1 ? "" : $" {number}")}";
}
