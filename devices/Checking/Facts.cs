using Migconf.Devices.Descriptions;
using Migconf.Devices.State;

namespace Migconf.Devices.Checking;

/// <summary>A question about the state of the source.</summary>
/// <param name="Text">What is asked, in terms of the source's fields; equal texts are equal questions.</param>
/// <param name="Denied">What holds when the answer is no.</param>
/// <param name="IsRemote">Only data that looks like a part of the framing, a name or a footer, makes it true.</param>
internal sealed record Question(string Text, string Denied, Func<Func<Place, Int128>, bool> Answer, bool IsRemote = false)
{
    /// <summary>When a number is compared with a constant: the number, how, and with what.</summary>
    internal (string Subject, Relation Relation, Int128 With)? Comparison { get; init; }
}

/// <summary>Someone who knows, or supposes, the state of the source.</summary>
internal interface IWitness
{
    bool Answer(Question question);
}

/// <summary>A question was asked that nobody can answer.</summary>
internal sealed class UndecidedException : Exception;

/// <summary>What is known of the source's state on one path through a prediction: ranges from the description, and what was
/// asked. Asks only what does not follow.</summary>
internal sealed class Facts(IWitness witness)
{
    private readonly Dictionary<Place, (Int128 Low, Int128 High, HashSet<Int128> Not)> ranges = [];
    private readonly Dictionary<string, bool> answers = [];

    /// <summary>What was asked, and the answers.</summary>
    internal List<(Question Question, bool Answer)> Asked { get; } = [];

    /// <summary>Nothing new can be asked any more: what only chance makes true is not so, and anything else is undecided.</summary>
    internal bool IsClosed { get; set; }

    internal bool Compare(Value value, Relation relation, Int128 with)
    {
        if (Known(value) is { } amount)
        {
            return Condition.Compare(amount, relation, with);
        }

        var reading = (Reading)value;
        var question = new Question(
            $"{reading} {Condition.Sign(relation)} {with}",
            $"{reading} {Condition.Sign(Opposite(relation))} {with}",
            amounts => Condition.Compare(reading.Amount(amounts), relation, with)) { Comparison = ($"{reading}", relation, with) };
        return reading.Whole is { } place && IsPlain(reading, place) ? Ranged(place, relation, with, question) : Ask(question);
    }

    internal bool Same(Value one, Value other)
    {
        if (Known(other) is { } right)
        {
            return Compare(one, Relation.Equal, right);
        }

        if (Known(one) is { } left)
        {
            return Compare(other, Relation.Equal, left);
        }

        var (first, second) = ((Reading)one, (Reading)other);
        if (first.Whole is { } place && place.Equals(second.Whole) && IsPlain(first, place) && IsPlain(second, place))
        {
            return true;
        }

        return Ask(new Question($"{first} = {second}", $"{first} != {second}", amounts => first.Amount(amounts) == second.Amount(amounts)));
    }

    /// <summary>Whether bytes are these. When all are constants or known, so is the answer; else only chance makes it so.</summary>
    internal bool Are(IReadOnlyList<Term> terms, byte[] bytes, bool isRemote)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            if (Known(terms[at]) is { } known && known != bytes[at])
            {
                return false;
            }
        }

        return terms.Take(bytes.Length).All(term => Known(term) is not null) || Ask(new Question(
            $"{string.Join(' ', terms.Take(bytes.Length).Select(term => term.Text))} = 0x{Convert.ToHexStringLower(bytes)}",
            $"{string.Join(' ', terms.Take(bytes.Length).Select(term => term.Text))} != 0x{Convert.ToHexStringLower(bytes)}",
            amounts => terms.Take(bytes.Length).Select(term => term.Value(amounts)).SequenceEqual(bytes),
            isRemote));
    }

    /// <summary>The value of a byte that follows from what is known; null when none does.</summary>
    internal byte? Known(Term term) => term.Place is not { } place ? term.Constant
        : Range(place) is var (low, high, _) && low == high ? place.Shape.ByteOf(low, term.Index)
        : null;

    /// <summary>The value that follows from what is known; null when none does.</summary>
    internal Int128? Known(Value value) => value switch
    {
        Number number => number.Amount,
        Reading reading when reading.Terms.All(term => Known(term) is not null) => reading.Amount(place => Range(place).Low),
        _ => null,
    };

    internal bool Ask(Question question)
    {
        if (!answers.TryGetValue(question.Text, out var answer))
        {
            if (IsClosed)
            {
                return question.IsRemote ? false : throw new UndecidedException();
            }

            answer = witness.Answer(question);
            answers[question.Text] = answer;
            Asked.Add((question, answer));
        }

        return answer;
    }

    /// <summary>The reading has the value of the place: same kind of number, or one that reads the place's range alike.</summary>
    private bool IsPlain(Reading reading, Place place)
    {
        var (low, high, _) = Range(place);
        return reading.Shape with { Guard = Guard.None } == place.Shape with { Guard = Guard.None }
            || (low >= Int128.Max(0, reading.Shape.Lowest) && high <= reading.Shape.Highest);
    }

    private bool Ranged(Place place, Relation relation, Int128 with, Question question)
    {
        var (low, high, not) = Range(place);
        bool? follows = relation switch
        {
            Relation.Equal when with < low || with > high || not.Contains(with) => false,
            Relation.NotEqual when with < low || with > high || not.Contains(with) => true,
            Relation.Below when high < with => true,
            Relation.Below when low >= with => false,
            Relation.AtLeast when low >= with => true,
            Relation.AtLeast when high < with => false,
            _ => null,
        };
        if (follows is { } known)
        {
            return known;
        }

        var answer = Ask(question);
        Learn(place, answer ? relation : Opposite(relation), with);
        return answer;
    }

    private void Learn(Place place, Relation relation, Int128 with)
    {
        var (low, high, not) = Range(place);
        (low, high) = relation switch
        {
            Relation.Equal => (with, with),
            Relation.Below => (low, Int128.Min(high, with - 1)),
            Relation.AtLeast => (Int128.Max(low, with), high),
            _ => (low, high),
        };
        not = relation == Relation.NotEqual ? [.. not, with] : not;
        while (low < high && not.Contains(low))
        {
            low++;
        }

        while (high > low && not.Contains(high))
        {
            high--;
        }

        ranges[place] = (low, high, not);
    }

    private (Int128 Low, Int128 High, HashSet<Int128> Not) Range(Place place) =>
        ranges.TryGetValue(place, out var range) ? range : (place.Low, place.High, []);

    internal static Relation Opposite(Relation relation) => relation switch
    {
        Relation.Equal => Relation.NotEqual,
        Relation.NotEqual => Relation.Equal,
        Relation.Below => Relation.AtLeast,
        _ => Relation.Below,
    };
}
