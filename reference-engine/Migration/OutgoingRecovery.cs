using Exploration;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>How a source takes a paused postcopy up again: it connects anew, both sides agree on what is missing, and pages go on.</summary>
internal sealed class OutgoingRecovery(Vmm vmm, Attempt attempt, OutgoingPostcopy postcopy)
{
    private bool wasRefused;

    /// <summary><c>migrate resume</c>: connects again.</summary>
    internal async Routine Resume()
    {
        vmm.Guest.Enter(RunState.FinishMigrate);
        if (vmm.Rules.ResumeShows)
        {
            await attempt.Move(
                status => status == MigrationStatus.PostcopyPaused,
                vmm.Release.HasRecoverSetup ? MigrationStatus.PostcopyRecoverSetup : MigrationStatus.PostcopyRecover);
        }

        vmm.Spawn("reconnect", Reconnect, daemon: true);
    }

    private async Routine Reconnect()
    {
        var made = await SourceMigration.AwaitPort(vmm.Outward) ? await attempt.MakeConnection() : null;
        await vmm.MainLoop.Schedule($"reconnected {made is not null}", () => Reconnected(made));
    }

    /// <summary>Bottom half: the connection was made, or not. Where it is encrypted a handshake comes first.</summary>
    private async Routine Reconnected(Connection? connection)
    {
        if (connection is null)
        {
            await Refuse(ErrorClass.Connect);
            return;
        }

        if (wasRefused && !vmm.Rules.RefusedResumeIsHarmless)
        {
            await vmm.End(EndedBySignal.Aborted);
        }
        else if (!attempt.UsesTls)
        {
            await Begin(connection);
        }
        else if (vmm.Rules.HandshakesLeaveMainLoop)
        {
            attempt.Greeted = connection;
            vmm.Spawn("handshake", () => GreetThenBegin(connection), daemon: true);
        }
        else
        {
            attempt.Greeted = connection;
            await Greeted(connection, await Tls.Greet(connection));
        }
    }

    private async Routine GreetThenBegin(Connection connection)
    {
        var isGreeted = await Tls.Greet(connection);
        await vmm.MainLoop.Schedule($"handshake {isGreeted}", () => Greeted(connection, isGreeted));
    }

    /// <summary>Bottom half: the handshake is over.</summary>
    private async Routine Greeted(Connection connection, bool isGreeted)
    {
        attempt.Greeted = null;
        if (isGreeted)
        {
            await Begin(connection);
        }
        else
        {
            connection.Break();
            await Refuse(ErrorClass.Handshake);
        }
    }

    /// <summary>There is no connection: it stays paused.</summary>
    private async Routine Refuse(ErrorClass error)
    {
        wasRefused = true;
        await attempt.Move(
            status => status is MigrationStatus.PostcopyRecoverSetup or MigrationStatus.PostcopyRecover, MigrationStatus.PostcopyPaused, error);
    }

    private async Routine Begin(Connection connection)
    {
        await attempt.Move(
            status => status is MigrationStatus.PostcopyPaused or MigrationStatus.PostcopyRecoverSetup, MigrationStatus.PostcopyRecover);
        vmm.Bandwidth.Lift(false);
        attempt.Use(connection);
        vmm.Spawn("migration", TakeUp);
    }

    /// <summary>The migration thread after a reconnection: both sides agree on what is missing, and it goes on.</summary>
    private async Routine TakeUp()
    {
        var isOver = await Reconcile() ? await postcopy.Serve() : vmm.Rules.RecoveryMayFail && !await postcopy.Pause(ErrorClass.Link);
        if (isOver)
        {
            await vmm.Outgoing.End(attempt);
        }
    }

    private async Routine<bool> Reconcile()
    {
        var answers = attempt.ReturnPath!.RecoveryAnswers;
        if (!await attempt.Send(new(MessageKind.AskReceived)) || await answers.Receive() is not (true, { Kind: MessageKind.Missing } missing))
        {
            return false;
        }

        postcopy.HasGivenAway = true;
        if (vmm.Rules.SendsWhatIsMissing)
        {
            vmm.Guest.MarkDirty(missing.Number);
        }

        return await postcopy.OpenPreempt()
            && await attempt.Send(new(MessageKind.Resume))
            && await answers.Receive() is (true, { Kind: MessageKind.Resumed })
            && await attempt.Move(status => status == MigrationStatus.PostcopyRecover, MigrationStatus.PostcopyActive);
    }
}
