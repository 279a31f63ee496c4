using System.Text.RegularExpressions;

namespace Migconf.Streams.Failures;

/// <summary>Who can notice a failure of a class.</summary>
public enum Noticing
{
    /// <summary>Whoever reads the stream: its bytes contradict the format.</summary>
    Reader,

    /// <summary>Whoever compares two streams of the same machine.</summary>
    Comparison,

    /// <summary>Whoever writes a stream again for another receiver.</summary>
    Converter,

    /// <summary>The receiver alone: it takes the receiver's own devices, or the guest, to see it.</summary>
    Receiver,
}

/// <summary>A way in which loading a migration stream goes wrong. Facts: wire-format, sections 4.1 and 8.</summary>
/// <param name="Id">A stable id, <c>MIG-STREAM-</c> and three digits; it keeps its meaning for ever.</param>
/// <param name="Sentence">What is wrong, in one line.</param>
/// <param name="Cause">Why it happens.</param>
/// <param name="Shows">How it shows in real QEMU.</param>
/// <param name="Remedy">What mends it.</param>
/// <param name="Noticed">Who can notice it.</param>
public sealed partial record FailureClass(
    string Id, string Sentence, string Cause, string Shows, string Remedy, Noticing Noticed = Noticing.Reader)
{
    private const char Anything = '…';

    /// <summary>Whether a QEMU said what <see cref="Shows"/> quotes: the pieces of one of its quotations, in whatever is around them.</summary>
    public bool IsShownBy(string words) => Quotation().Matches(Shows).Select(match => match.Groups[1].Value.Split(Anything))
        .Any(pieces => pieces.All(piece => words.Contains(piece, StringComparison.Ordinal)));

    [GeneratedRegex("'(.+?)'(?![a-z])")]
    private static partial Regex Quotation();
}
