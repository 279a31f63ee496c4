using System.Globalization;
using System.Text.RegularExpressions;
using Migconf.Devices.Descriptions;

namespace Migconf.Devices.Loading;

/// <summary>Conditions as text: <c>count &lt; 9</c>, <c>property wheel</c>, <c>version >= 2</c>, <c>always</c>, <c>never</c>, joined by
/// <c>and</c> and <c>or</c>, with parentheses. Text that a condition writes is read as the same condition.</summary>
public static partial class ConditionText
{
    /// <summary>The condition, or null when the text is none.</summary>
    public static Condition? Parse(string text)
    {
        var words = Words().Matches(text).Select(match => match.Value).ToList();
        if (string.Concat(words) != string.Concat(text.Where(letter => letter != ' ')))
        {
            return null;
        }

        var at = 0;
        var found = Any(words, ref at);
        return at == words.Count ? found : null;
    }

    private static Condition? Any(List<string> words, ref int at) => Joined(words, ref at, "or", All, parts => new AnyOf(parts));

    private static Condition? All(List<string> words, ref int at) => Joined(words, ref at, "and", Single, parts => new AllOf(parts));

    private delegate Condition? Reader(List<string> words, ref int at);

    private static Condition? Joined(List<string> words, ref int at, string by, Reader part, Func<List<Condition>, Condition> join)
    {
        var parts = new List<Condition>();
        do
        {
            at += parts.Count > 0 ? 1 : 0;
            if (part(words, ref at) is not { } read)
            {
                return null;
            }

            parts.Add(read);
        }
        while (at < words.Count && words[at] == by);
        return parts.Count == 1 ? parts[0] : join(parts);
    }

    private static Condition? Single(List<string> words, ref int at)
    {
        var rest = words.Skip(at).Take(3).ToList();
        switch (rest)
        {
            case ["always", ..]:
                at += 1;
                return new AllOf();
            case ["never", ..]:
                at += 1;
                return new AnyOf();
            case ["property", var name, ..] when Name().IsMatch(name):
                at += 2;
                return new PropertyIsOn(name);
            case ["(", ..]:
                return Grouped(words, ref at);
            case [var member, var sign, var value] when Name().IsMatch(member)
                && Int128.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Sign(sign, number) is var (relation, with):
                at += 3;
                return member != "version" ? new MemberIs(member, relation, with)
                    : with >= 0 && with <= 256 ? new VersionIs(relation, (int)with) : null;
            default:
                return null;
        }
    }

    private static Condition? Grouped(List<string> words, ref int at)
    {
        at++;
        var found = Any(words, ref at);
        return found is not null && at < words.Count && words[at++] == ")" ? found : null;
    }

    private static (Relation Relation, Int128 With)? Sign(string sign, Int128 with) => sign switch
    {
        "=" => (Relation.Equal, with),
        "!=" => (Relation.NotEqual, with),
        "<" => (Relation.Below, with),
        ">=" => (Relation.AtLeast, with),
        "<=" => (Relation.Below, with + 1),
        ">" => (Relation.AtLeast, with + 1),
        _ => null,
    };

    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_-]*|!=|<=|>=|[=<>()]|-?\d+")]
    private static partial Regex Words();

    [GeneratedRegex(@"^(?!(and|or|always|never|property)$)[A-Za-z_][A-Za-z0-9_-]*$")]
    private static partial Regex Name();
}
