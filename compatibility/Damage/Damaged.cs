namespace Migconf.Compatibility.Damage;

/// <summary>One change to the bytes of a stream.</summary>
public enum DamageKind
{
    /// <summary>Everything from a place on is gone.</summary>
    Cut,

    /// <summary>One bit is another.</summary>
    Flip,

    /// <summary>A byte has a value that means something elsewhere in the format.</summary>
    Overwrite,

    /// <summary>Bytes come in between.</summary>
    Insert,

    /// <summary>Bytes are gone.</summary>
    Remove,

    /// <summary>A whole piece comes twice.</summary>
    Repeat,

    /// <summary>A whole piece is gone.</summary>
    Drop,

    /// <summary>A piece and the next one have changed places.</summary>
    Swap,

    /// <summary>A number (length, count, id, version, value) is another: nothing, one more, one less, the largest.</summary>
    Number,
}

/// <summary>A damaged stream.</summary>
/// <param name="Index">Which one of the run; with the seed it makes the same damage again.</param>
/// <param name="Kind">What was done.</param>
/// <param name="What">Where, and to what, in one line.</param>
/// <param name="Bytes">The stream.</param>
public sealed record Damaged(int Index, DamageKind Kind, string What, byte[] Bytes);
