using Migconf.Devices.Descriptions;
using Migconf.Devices.State;
using Migconf.Devices.Streams;

namespace Migconf.Devices.Checking;

/// <summary>A source and a receiver of one machine type.</summary>
public sealed record Pairing(Device Source, Device Receiver, string Machine);

/// <summary>Predicts from two descriptions how a load ends: it runs both on bytes that nobody has written, and asks about the
/// source's state only what decides.</summary>
public static class Predictor
{
    /// <summary>For one state of the source.</summary>
    public static Prediction ForState(Pairing pairing, Members state) => ForState(pairing, state, Misbelief.None);

    /// <summary>For one state, by someone who believes something wrong.</summary>
    internal static Prediction ForState(Pairing pairing, Members state, Misbelief misbelief)
    {
        var amounts = Leaves.Of(pairing.Source.State, state).ToDictionary(leaf => leaf.Path, leaf => ((Number)leaf.Held).Amount);
        return Predict(pairing, new Facts(new StateWitness(amounts)), misbelief);
    }

    /// <summary>For the states that a witness supposes.</summary>
    internal static Prediction Predict(Pairing pairing, Facts facts, Misbelief misbelief = Misbelief.None) =>
        Predict(pairing, facts, Waivers.None, misbelief);

    /// <summary>As it is once what is waived is mended.</summary>
    internal static Prediction Predict(Pairing pairing, Facts facts, Waivers waivers, Misbelief misbelief = Misbelief.None)
    {
        var (source, receiver, machine) = pairing;
        var sender = new SymbolicSource(source, machine, facts, waivers);
        if (sender.Save() is { } refused)
        {
            return Finding.Of(pairing, facts, refused, null, new(sender, null));
        }

        var loader = new SymbolicReceiver(receiver, machine, sender.Terms, facts, waivers, misbelief);
        var (state, error) = loader.Load(source.Section, source.State.Version);
        var wrong = error is null
            ? Faithfulness.FirstWrong(waivers.Watched(sender.Leaves()), waivers.Watched(Leaves.Of(receiver.State, state)), loader.Assigned, facts.Same)
            : null;
        var found = Finding.Of(pairing, facts, error, wrong, new(sender, loader));
        return error?.Kind == LoadErrorKind.StreamEnded ? found with { Followed = Following.Of(pairing, sender.Terms, facts, waivers) } : found;
    }

    private sealed class StateWitness(Dictionary<string, Int128> amounts) : IWitness
    {
        public bool Answer(Question question) => question.Answer(place => amounts[place.Path]);
    }
}
