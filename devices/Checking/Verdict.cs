using Migconf.Devices.Descriptions;
using Migconf.Devices.State;

namespace Migconf.Devices.Checking;

/// <summary>Every way in which a load from one description into another can end.</summary>
/// <param name="Cases">The ways, each with its conditions; conditions of different ways exclude each other.</param>
/// <param name="IsComplete">All ways were found; else the limit ended the search.</param>
public sealed record Verdict(IReadOnlyList<Prediction> Cases, bool IsComplete)
{
    /// <summary>Ways looked at before the search is given up.</summary>
    public const int Limit = 2000;

    /// <summary>The breaks: one for each class and field, with the conditions that decide it; no condition when all states break so.</summary>
    public IReadOnlyList<Prediction> Breaks => [.. Cases.Where(one => one.Outcome != Outcome.Loads)
        .GroupBy(Kind)
        .Select(group => Shortened(group.MinBy(one => one.Asked.Count)!))];

    /// <summary>Whether every state loads.</summary>
    public bool IsClean => IsComplete && Cases.All(one => one.Outcome == Outcome.Loads);

    /// <summary>Whether no state loads.</summary>
    public bool IsHopeless => Cases.All(one => one.Outcome != Outcome.Loads);

    /// <summary>Leaves out what only data that looks like a name or a footer brings about.</summary>
    public static Verdict Of(Pairing pairing, int limit = Limit) => Of(pairing, Waivers.None, limit);

    /// <summary>As it is once what is waived is mended.</summary>
    internal static Verdict Of(Pairing pairing, Waivers waivers, int limit)
    {
        var cases = new List<Prediction>();
        var open = new Stack<List<bool>>([[]]);
        while (open.Count > 0 && cases.Count < limit)
        {
            var answers = open.Pop();
            var witness = new Supposition(answers);
            cases.Add(Predictor.Predict(pairing, new Facts(witness), waivers));
            for (var at = witness.Given.Count - 1; at >= answers.Count; at--)
            {
                open.Push([.. witness.Given.Take(at), !witness.Given[at]]);
            }
        }

        return new(cases, open.Count == 0);
    }

    private static (string?, string, Outcome) Kind(Prediction one) => (one.Class, Leaves.Base(one.Field ?? ""), one.Outcome);

    /// <summary>Leaves out conditions without which everything that is left still breaks in the same way.</summary>
    private Prediction Shortened(Prediction one)
    {
        var asked = one.Asked.Where(each => each.Answer || !each.Question.IsRemote).ToList();
        for (var at = 0; at < asked.Count;)
        {
            var fewer = asked.Where((_, index) => index != at).ToList();
            var isEnough = Cases.Where(other => !fewer.Exists(each => other.Asked.Any(own =>
                own.Question.Text == each.Question.Text && own.Answer != each.Answer))).All(other => Kind(other) == Kind(one));
            (asked, at) = isEnough ? (fewer, at) : (asked, at + 1);
        }

        return one with { Conditions = ConditionList.Of(asked) };
    }

    /// <summary>Supposes answers, and no further ones than needed.</summary>
    private sealed class Supposition(List<bool> answers) : IWitness
    {
        internal List<bool> Given { get; } = [];

        public bool Answer(Question question)
        {
            if (question.IsRemote)
            {
                return false;
            }

            Given.Add(Given.Count < answers.Count && answers[Given.Count]);
            return Given[^1];
        }
    }
}
