using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>The thread that reads what the destination answers on one connection.</summary>
public sealed class ReturnPath(Vmm vmm, Attempt attempt, Connection connection)
{
    private readonly Event ended = new(vmm.World, $"{vmm.Side.Name()} return path ended");

    /// <summary>What the return path found; it does not fail the migration by itself.</summary>
    public Shared<ErrorClass> Error { get; } =
        new(vmm.World, $"{vmm.Side.Name()} return path error", ErrorClass.None);

    /// <summary>The destination is ready for the switchover, or can say nothing more.</summary>
    internal Shared<bool> HasApproved { get; } = new(vmm.World, $"{vmm.Side.Name()} switchover approved", false);

    /// <summary>It is time to ask again whether to switch over.</summary>
    internal Event MaySwitchOver { get; } = new(vmm.World, $"{vmm.Side.Name()} may switch over");

    /// <summary>What the destination answers to who takes up an interrupted postcopy; closed at the end.</summary>
    internal Channel<Message> RecoveryAnswers { get; } = new(vmm.World, $"{vmm.Side.Name()} recovery answers");

    internal async Routine Run()
    {
        while (true)
        {
            var answer = await connection.Return.Receive();
            if (attempt.UsesTls && !vmm.Rules.SessionTakesTurns && await vmm.World.Choose(2, "the keys are changed while the other direction is in use") == 1)
            {
                await vmm.End(EndedBySignal.Segmentation);
                return;
            }

            switch (answer)
            {
                case { Kind: MessageKind.Approved }:
                    await Approve();
                    break;
                case { Kind: MessageKind.Loaded }:
                    await attempt.Postcopy.NoteLoaded();
                    break;
                case { Kind: MessageKind.Request } request:
                    await attempt.Postcopy.Requests.Send(request.Number);
                    vmm.Bandwidth.Urge();
                    break;
                case { Kind: MessageKind.Missing or MessageKind.Resumed } step:
                    await RecoveryAnswers.Send(step);
                    break;
                case { Kind: MessageKind.Shut, Number: 0 }:
                    await End(ErrorClass.None);
                    return;
                case null when attempt.Postcopy.HasGivenAway && !vmm.Rules.NoticesLostAnswer:
                    await new Event(vmm.World, "the end of time").Wait();
                    return;
                case null:
                    await End(await TellsLossFromAnswer() ? ErrorClass.Link : ErrorClass.Other);
                    return;
                default:
                    await End(answer.Value.Kind == MessageKind.Shut ? ErrorClass.Peer : ErrorClass.Other);
                    return;
            }
        }
    }

    /// <summary>False: it was in the midst of what a recovery is told, and takes what has not come for a wrong answer.</summary>
    private async Routine<bool> TellsLossFromAnswer() => vmm.Rules.TellsLossFromAnswer
        || (await attempt.State.Read()).Status != MigrationStatus.PostcopyRecover
        || await vmm.World.Choose(2, "what came is read as an answer") == 0;

    private async Routine End(ErrorClass error)
    {
        if (error != ErrorClass.None)
        {
            await Error.Write(error);
            await attempt.NoteThoughCancelled(error);
            attempt.Lift(connection);
        }

        if (attempt.AsksForApproval)
        {
            await Approve();
        }

        if (attempt.MayPostcopy)
        {
            RecoveryAnswers.Close();
            await attempt.Postcopy.Answered.Set();
        }

        await ended.Set();
    }

    private async Routine Approve()
    {
        await HasApproved.Write(true);
        await MaySwitchOver.Set();
    }

    /// <summary>Waits for the thread's end; the result is what it found.</summary>
    internal async Routine<ErrorClass> Join()
    {
        await ended.Wait();
        var error = await Error.Read();
        var isCleared = error != ErrorClass.None && !vmm.Rules.ReturnPathErrorStays
            && await vmm.World.Choose(2, "the return path clears its error") == 1;
        return isCleared ? ErrorClass.None : error;
    }
}
