using Migconf.Devices.Descriptions;
using Migconf.Devices.Streams;

namespace Migconf.Devices.Checking;

/// <summary>A break, and whether one that refuses every state comes before it.</summary>
/// <param name="IsHidden">It shows only once those before it are mended.</param>
public sealed record FoundBreak(Prediction Prediction, bool IsHidden);

/// <summary>All breaks of a passage. A load ends with the first that it meets, so that each found one is supposed to be mended, and what is
/// left is looked at again: a refusal does not happen, a number that only one side has is not on the wire, one that arrives wrong is not
/// looked at. Where a break leaves unknown what the bytes behind it are, nothing more is said.</summary>
public static class BreakSearch
{
    /// <summary>The breaks in the order they are met.</summary>
    /// <param name="verdict">The verdict over the pairing, with nothing mended.</param>
    public static IReadOnlyList<FoundBreak> Of(Pairing pairing, Verdict verdict, int limit = Verdict.Limit)
    {
        var found = new List<FoundBreak>();
        var waivers = new Waivers();
        var isHopeless = false;
        while (verdict.Breaks.Where(one => found.TrueForAll(known => Kind(known.Prediction) != Kind(one))).ToList() is var breaks)
        {
            found.AddRange(breaks.Select(one => new FoundBreak(one, isHopeless)));
            isHopeless |= breaks.Exists(one => one.Outcome == Outcome.Refused && one.Conditions.Count == 0);
            var isFurther = false;
            foreach (var one in verdict.Breaks)
            {
                isFurther |= Mend(one, pairing, waivers);
            }

            if (!isFurther)
            {
                break;
            }

            verdict = Verdict.Of(pairing, waivers, limit);
        }

        return [.. found.Select(one => one.IsHidden ? one : one with { Prediction = Alone(one.Prediction, pairing, limit) })];
    }

    /// <summary>A number that is lost is lost whatever becomes of the others: the states are those in which it is, not those in which it
    /// is the first.</summary>
    private static Prediction Alone(Prediction one, Pairing pairing, int limit) => one is { Outcome: Outcome.Wrong, Key: { } key, Mistaken.Count: 0 }
        && one.Conditions.Count > 1
        && Verdict.Of(pairing, Waivers.Watching(key), limit).Breaks.FirstOrDefault(other => Kind(other) == Kind(one)) is { } alone
        && alone.Conditions.Count < one.Conditions.Count ? alone : one;

    private static (string?, string, Outcome) Kind(Prediction one) => (one.Class, State.Leaves.Base(one.Field ?? ""), one.Outcome);

    /// <summary>Supposes that it is mended; false when that was supposed before, or nothing is known behind it.</summary>
    private static bool Mend(Prediction one, Pairing pairing, Waivers waivers) => one switch
    {
        { IsBlank: true } => !one.Mistaken.Any(key => Decides(pairing, key)) && waivers.Blank(one.Mistaken),
        { Mistaken.Count: > 0 } => !one.Mistaken.Any(key => Decides(pairing, key)) && waivers.Omit(one.Mistaken),
        { Key: { } wrong } => waivers.Unwatch([wrong]),
        { Error: { Kind: not (LoadErrorKind.FooterMissing or LoadErrorKind.FooterMismatch or LoadErrorKind.StreamEnded or LoadErrorKind.NotNull
            or LoadErrorKind.UnknownMark or LoadErrorKind.Overrun) } error } => waivers.Waive(error.Kind, error.Field),
        _ => false,
    };

    /// <summary>Something of the receiver is decided by the number: without it, what is read is not what would be.</summary>
    private static bool Decides(Pairing pairing, string key)
    {
        var name = State.Leaves.Base(key).Split('.')[^1];
        return new[] { pairing.Source, pairing.Receiver }.Any(device => DescriptionRules.Structs(device.State)
            .Any(type => type.Fields.Concat(type.Subsections.SelectMany(one => one.Type.Fields)).Any(field => field.Meaning == name
                && DescriptionRules.Deciding(type).Contains(field.Name))));
    }
}
