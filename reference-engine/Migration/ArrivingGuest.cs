using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>What the device state says of the guest it belongs to.</summary>
/// <param name="State">Its run state when the source stopped it.</param>
/// <param name="Sleeps">It was suspended, then or when it was stopped before.</param>
internal readonly record struct ArrivingGuest(RunState State, bool Sleeps)
{
    /// <summary>How it is taken here. A guest that is live goes on, unless the process was started with -S; any other stays as it
    /// was, in postcopy too.</summary>
    internal (RunState State, bool IsLive) Taken(Rules rules, bool inPostcopy) => State switch
    {
        RunState.Suspended when !rules.KnowsSleepers => inPostcopy ? (RunState.Running, true) : (State, false),
        RunState.Running or RunState.Suspended => (State, true),
        _ when inPostcopy && !rules.PostcopyHeedsRunState => (RunState.Running, true),
        _ => (State, false),
    };
}
