using Migconf.Devices.State;
using Migconf.Devices.Streams;

namespace Migconf.Devices.Checking;

/// <summary>What really happens when a state is saved by one description and loaded by another.</summary>
/// <param name="Key">The first number that arrived wrong.</param>
public sealed record Trial(Outcome Outcome, LoadError? Error, string? Key)
{
    public static Trial Of(Pairing pairing, Members state)
    {
        var (bytes, refused) = Saver.Save(pairing.Source, pairing.Machine, state);
        if (refused is not null)
        {
            return new(Outcome.Refused, refused, null);
        }

        var (loaded, assigned, error) = Loader.Load(pairing.Receiver, pairing.Machine, bytes);
        if (error is not null)
        {
            return new(error.Kind == LoadErrorKind.Overrun ? Outcome.Wrong : Outcome.Refused, error, null);
        }

        var wrong = Faithfulness.FirstWrong(
            [.. Leaves.Of(pairing.Source.State, state)], [.. Leaves.Of(pairing.Receiver.State, loaded!)], assigned, Equals);
        return new(wrong is null ? Outcome.Loads : Outcome.Wrong, null, wrong?.Leaf.Key);
    }

    public override string ToString() => $"{Outcome} {Error} {Key}".TrimEnd();
}

/// <summary>Whether prediction and outcome agree: in how the load ends, in the error with its field and offset, and in the
/// first number that is wrong.</summary>
public static class Agreement
{
    /// <summary>What disagrees; null when all agrees.</summary>
    /// <param name="limit">Ways after which the search for the verdict over all states is given up; 0 leaves it out.</param>
    public static string? Disagreement(Pairing pairing, Members state, int limit) =>
        Disagreement(pairing, state, limit, Predictor.ForState(pairing, state));

    internal static string? Disagreement(Pairing pairing, Members state, int limit, Prediction predicted)
    {
        var trial = Trial.Of(pairing, state);
        return Differs(trial, predicted)
            ?? (limit > 0 ? Unforeseen(Verdict.Of(pairing, limit), predicted, pairing, state) : null);
    }

    /// <summary>How a prediction differs from what happened; null when it does not.</summary>
    public static string? Differs(Trial trial, Prediction predicted)
    {
        var agrees = trial.Outcome == predicted.Outcome && trial.Key == predicted.Key && trial.Error?.Kind == predicted.Error?.Kind
            && trial.Error?.Offset == predicted.Error?.Offset
            && (predicted.Error?.Came is null || predicted.Error.Came == trial.Error?.Came) && trial.Error?.Own == predicted.Error?.Own
            && (trial.Error?.Field == predicted.Error?.Field || predicted.Error?.Field == SymbolicReceiver.UnknownName);
        return agrees ? null : $"happened: {trial}; predicted: {predicted.Outcome} {predicted.Error} {predicted.Key} because {predicted.Reason}";
    }

    /// <summary>Of the ways that the verdict lists exactly one must apply to the state, and end as it does.</summary>
    private static string? Unforeseen(Verdict verdict, Prediction predicted, Pairing pairing, Members state)
    {
        if (!verdict.IsComplete || predicted.IsRemote)
        {
            return null;
        }

        var amounts = Leaves.Of(pairing.Source.State, state).ToDictionary(leaf => leaf.Path, leaf => ((Number)leaf.Held).Amount);
        var applying = verdict.Cases.Where(one => one.Asked.All(asked => asked.Answer == asked.Question.Answer(place => amounts[place.Path]))).ToList();
        return applying.Count != 1 ? $"{applying.Count} of {verdict.Cases.Count} ways apply"
            : applying[0].Outcome != predicted.Outcome || applying[0].Class != predicted.Class
                ? $"the verdict says {applying[0].Outcome} {applying[0].Class}, for the state {predicted.Outcome} {predicted.Class}"
            : null;
    }
}
