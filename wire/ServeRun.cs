using System.Diagnostics;
using Migconf.Streams.Failures;
using Migconf.Wire.Checking;
using Migconf.Wire.Faults;
using Migconf.Wire.Incoming;
using Migconf.Wire.Outgoing;

namespace Migconf.Wire;

/// <summary>How a migration through the reference ended.</summary>
public enum ServeOutcome
{
    /// <summary>All arrived, and is sound.</summary>
    Received,

    /// <summary>And the destination has it.</summary>
    Forwarded,

    /// <summary>What arrived is not sound.</summary>
    Unsound,

    /// <summary>The destination does not have it.</summary>
    NotForwarded,

    /// <summary>The source or the connection ended it.</summary>
    Broken,
}

/// <summary>What became of a migration through the reference.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Words">Why, when it did not end well.</param>
/// <param name="Id">The id of what ended it; null when nothing did.</param>
/// <param name="Image">The machine, as far as it arrived.</param>
/// <param name="Incoming">What arrived, counted.</param>
/// <param name="Outgoing">What was sent on; null when nothing was.</param>
/// <param name="Findings">What is wrong with it.</param>
/// <param name="Phases">How long each phase took, in order.</param>
/// <param name="Fired">The faults that fired.</param>
/// <param name="Unfired">The faults that did not.</param>
public sealed record ServeResult(
    ServeOutcome Outcome, string Words, string? Id, MachineImage Image, IncomingCounts Incoming, OutgoingCounts? Outgoing,
    IReadOnlyList<WireFinding> Findings, IReadOnlyList<(string Name, TimeSpan Time)> Phases, IReadOnlyList<Fault> Fired, IReadOnlyList<Fault> Unfired)
{
    /// <summary>Whether it ended as a migration should.</summary>
    public bool IsGood => Outcome is ServeOutcome.Received or ServeOutcome.Forwarded && Findings.Count == 0;
}

/// <summary>One migration through the reference: accepted, verified, sent on, and only then acknowledged. So a source with a return
/// path keeps its guest until the destination has it.</summary>
/// <param name="incoming">Listens.</param>
/// <param name="faults">What is done to it.</param>
public sealed class ServeRun(IncomingMigration incoming, FaultPlan faults)
{
    private readonly List<(string Name, TimeSpan Time)> phases = [];
    private readonly List<WireFinding> findings = [];
    private readonly Stopwatch clock = new();
    private OutgoingCounts? sent;

    /// <summary>Is called with the machine once it is known to be sound, before it is sent on.</summary>
    public Action<MachineImage>? Arrived { get; init; }

    /// <summary>Accepts one migration.</summary>
    /// <param name="forward">Where it is sent on; null when it is not.</param>
    /// <param name="settings">How it is sent on.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task<ServeResult> Run(WireAddress? forward, OutgoingSettings settings, CancellationToken cancel)
    {
        clock.Restart();
        try
        {
            await Phase("receive", incoming.Receive());
            findings.AddRange(ImageCheck.Of(incoming.Image, incoming.HasEnded));
            var isSound = findings.Count == 0 && incoming.Findings.Count == 0;
            if (isSound)
            {
                Arrived?.Invoke(incoming.Image);
            }

            var failure = isSound && forward is not null ? await Forward(forward, settings, cancel) : null;
            await Phase("answer", incoming.Answer(isSound && failure is null));
            isSound &= incoming.Findings.Count == 0;
            return failure is not null ? Ended(ServeOutcome.NotForwarded, failure)
                : Result(!isSound ? ServeOutcome.Unsound : forward is null ? ServeOutcome.Received : ServeOutcome.Forwarded, "", null);
        }
        catch (Exception wrong) when (IsExpected(wrong) && !cancel.IsCancellationRequested)
        {
            return Ended(ServeOutcome.Broken, wrong);
        }
        catch (Exception wrong) when (IsExpected(wrong))
        {
            throw new OperationCanceledException("the migration was ended", wrong, cancel);
        }
    }

    private static bool IsExpected(Exception wrong) => wrong is StreamException or WireException or FaultException or IOException;

    private async Task<Exception?> Forward(WireAddress forward, OutgoingSettings settings, CancellationToken cancel)
    {
        try
        {
            var sending = OutgoingMigration.Send(incoming.Image, forward, settings, faults, cancel);
            await Phase("forward", sending);
            sent = await sending;
            return null;
        }
        catch (Exception wrong) when (IsExpected(wrong) && !cancel.IsCancellationRequested)
        {
            return wrong;
        }
    }

    private async Task Phase(string name, Task work)
    {
        var begin = clock.Elapsed;
        try
        {
            await work;
        }
        finally
        {
            phases.Add((name, clock.Elapsed - begin));
        }
    }

    private ServeResult Ended(ServeOutcome outcome, Exception why) => Result(outcome, why.Message, why switch
    {
        StreamException stream => stream.Failure.Id,
        WireException wire => wire.Id,
        FaultException => null,
        _ => "MIG-WIRE-002",
    });

    private ServeResult Result(ServeOutcome outcome, string words, string? id) => new(
        outcome, words, id, incoming.Image, incoming.Counts, sent, [.. incoming.Findings, .. findings], phases, faults.Fired, faults.Pending);
}
