using Migconf.Devices.Descriptions;

namespace Migconf.Devices.Checking;

/// <summary>Answers as few words as say the same: what is known of a number is one range.</summary>
internal static class ConditionList
{
    internal static IReadOnlyList<string> Of(IReadOnlyList<(Question Question, bool Answer)> asked)
    {
        var told = asked.Where(one => one.Answer || !one.Question.IsRemote).ToList();
        var compared = told.Where(one => one.Question.Comparison is not null).Select(one =>
        {
            var (subject, relation, with) = one.Question.Comparison!.Value;
            return (Subject: subject, Relation: one.Answer ? relation : Facts.Opposite(relation), With: with);
        });
        return [.. compared
            .GroupBy(one => one.Subject)
            .SelectMany(group => Range(group.Key, [.. group]))
            .Concat(told.Where(one => one.Question.Comparison is null).Select(one => one.Answer ? one.Question.Text : one.Question.Denied))];
    }

    private static IEnumerable<string> Range(string subject, IReadOnlyList<(string Subject, Relation Relation, Int128 With)> known)
    {
        var equal = known.Where(one => one.Relation == Relation.Equal).Select(one => (Int128?)one.With).FirstOrDefault();
        var low = known.Where(one => one.Relation == Relation.AtLeast).Select(one => (Int128?)one.With).Max();
        var high = known.Where(one => one.Relation == Relation.Below).Select(one => (Int128?)(one.With - 1)).Min();
        if ((equal ?? (low == high ? low : null)) is { } only)
        {
            return [$"{subject} = {only}"];
        }

        return new[] { low is { } least ? $"{subject} >= {least}" : null, high is { } most ? $"{subject} < {most + 1}" : null }.OfType<string>()
            .Concat(known.Where(one => one.Relation == Relation.NotEqual && !(one.With < low) && !(one.With > high)).Select(one => $"{subject} != {one.With}"));
    }
}
