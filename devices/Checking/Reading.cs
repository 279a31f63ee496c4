using Migconf.Devices.Descriptions;
using Migconf.Devices.State;

namespace Migconf.Devices.Checking;

/// <summary>A number of the source's state of which only the range is known: the length of a list and the presence of a marked
/// pointer are such numbers too.</summary>
internal sealed record Place(string Key, string Path, Scalar Shape, Int128 Low, Int128 High, Int128 AtRest)
{
    public bool Equals(Place? other) => other is not null && other.Path == Path;

    public override int GetHashCode() => string.GetHashCode(Path, StringComparison.Ordinal);
}

/// <summary>Why a byte is in the stream.</summary>
internal enum Role
{
    Data,
    Unused,
    Subsection,
    ListMark,
    PointerMark,
    Footer,
    End,

    /// <summary>Of a section that follows: nobody knows it.</summary>
    Beyond,
}

/// <summary>A byte of a stream that nobody has written: a byte of a number of the source, or a constant.</summary>
/// <param name="Owner">The path of the field, or the name of the subsection, that it belongs to.</param>
internal readonly record struct Term(Place? Place, int Index, byte Constant, Role Role, string Owner)
{
    internal string Text => Place is null ? $"0x{Constant:x2}" : Place.Shape.Width == 1 ? Place.Path : $"{Place.Path}<{Index}>";

    internal byte Value(Func<Place, Int128> amounts) => Place is null ? Constant : Place.Shape.ByteOf(amounts(Place), Index);
}

/// <summary>What a receiver makes of bytes of which only the origin is known.</summary>
internal sealed record Reading(Scalar Shape, IReadOnlyList<Term> Terms) : Value
{
    /// <summary>The number of the source whose bytes these are, all of them and in order; null when they are something else.</summary>
    internal Place? Whole
    {
        get
        {
            var first = Terms[0].Place;
            if (first is null || first.Shape.Width != Terms.Count)
            {
                return null;
            }

            for (var at = 0; at < Terms.Count; at++)
            {
                if (Terms[at].Index != at || Terms[at].Place is not { } place || !place.Equals(first))
                {
                    return null;
                }
            }

            return first;
        }
    }

    internal static Reading Of(Place place) => new(place.Shape, [.. Enumerable.Range(0, place.Shape.Width)
        .Select(at => new Term(place, at, 0, Role.Data, place.Path))]);

    internal Int128 Amount(Func<Place, Int128> amounts)
    {
        Span<byte> bytes = stackalloc byte[Terms.Count];
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] = Terms[at].Value(amounts);
        }

        return Shape.Read(bytes);
    }

    public override string ToString()
    {
        var own = Shape with { Guard = Guard.None };
        var kind = Whole is { } whole && whole.Shape with { Guard = Guard.None } == own ? null : $"{own}";
        var text = Whole?.Path ?? string.Join(' ', Terms.Select(term => term.Text));
        return kind is null ? text : $"{kind}({text})";
    }
}
