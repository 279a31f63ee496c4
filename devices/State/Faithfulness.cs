namespace Migconf.Devices.State;

/// <summary>What did not arrive.</summary>
/// <param name="Leaf">The receiver's number that is wrong; of the source, when the receiver has no place for it.</param>
/// <param name="IsLost">The receiver has no place for it.</param>
public sealed record Unfaithful(Leaf Leaf, bool IsLost);

/// <summary>The law LoadFaithful: what a number stands for has after the load the value it had before the save. What the source
/// does not know is at rest, or is what a hook made of other values; what the receiver does not know was at rest.</summary>
public static class Faithfulness
{
    /// <summary>The first number that is wrong, in the receiver's order; null when all is well.</summary>
    /// <param name="assigned">Paths of the receiver that a hook has set.</param>
    /// <param name="same">Whether two values are the same.</param>
    public static Unfaithful? FirstWrong(
        IReadOnlyList<Leaf> source, IReadOnlyList<Leaf> receiver, IReadOnlySet<string> assigned, Func<Value, Value, bool> same)
    {
        var sent = source.ToDictionary(leaf => leaf.Key);
        var known = receiver.Select(leaf => leaf.Key).ToHashSet();
        foreach (var leaf in receiver)
        {
            var isKnown = sent.TryGetValue(leaf.Key, out var origin);
            if ((isKnown || !assigned.Contains(leaf.Path)) && !same(leaf.Held, isKnown ? origin!.Held : new Number(leaf.AtRest)))
            {
                return new(leaf, false);
            }
        }

        return source.FirstOrDefault(leaf => !known.Contains(leaf.Key) && !same(leaf.Held, new Number(leaf.AtRest))) is { } lost
            ? new(lost, true)
            : null;
    }
}
