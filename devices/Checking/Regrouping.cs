using Migconf.Devices.State;

namespace Migconf.Devices.Checking;

/// <summary>A run of bytes that both sides take for numbers, of which the other knows none, and that begins and ends at the same place:
/// a number that was split or joined, or one that is called otherwise. No byte is missing, and whether the meaning is the same the
/// descriptions do not say.</summary>
/// <param name="Sent">What the source wrote: path and kind.</param>
/// <param name="Read">What the receiver reads.</param>
/// <param name="Keys">What all of them stand for.</param>
internal sealed record Regrouping(IReadOnlyList<(string Path, string Kind)> Sent, IReadOnlyList<(string Path, string Kind)> Read, IReadOnlyList<string> Keys, int Offset, int End)
{
    internal const string Class = "MIG-COMPAT-025";

    internal bool Covers(Divergence one) => one.Offset >= Offset && one.Offset < End;

    internal string Reason(int offset) => $"at offset {offset} the source writes {Said(Sent)}, the receiver reads {Said(Read)}: the same {Bytes(End - Offset)}, most significant "
        + "first, and everything behind them is where it was; whether they mean the same the descriptions do not say";

    internal static string Bytes(int count) => count == 1 ? "1 byte" : $"{count} bytes";

    /// <summary>The run that begins where the two sides differ; null when there is none.</summary>
    internal static Regrouping? At(Divergence one, Run run, Func<string, bool> sourceKnows, Func<string, bool> receiverKnows)
    {
        var terms = run.Sender.Terms;
        var reads = run.Receiver!.Intakes;
        var at = reads.FindIndex(read => read.Offset == one.Offset && read.Path == one.Path);
        var (sent, read, keys) = (new List<(string, string)>(), new List<(string, string)>(), new List<string>());
        var (sentTo, readTo) = (one.Offset, one.Offset);
        while (at >= 0 && (sent.Count == 0 || sentTo != readTo))
        {
            if (sentTo <= readTo)
            {
                if (sentTo >= terms.Count || terms[sentTo] is not { Role: Role.Data, Index: 0, Place: { } place } || receiverKnows(Leaves.Base(place.Key)))
                {
                    return null;
                }

                sent.Add((place.Path, place.Shape.Notation));
                keys.Add(place.Key);
                sentTo += place.Shape.Width;
            }
            else
            {
                if (at >= reads.Count || reads[at] is not { } next || next.Offset != readTo || sourceKnows(Leaves.Base(next.Key)))
                {
                    return null;
                }

                read.Add((next.Path, next.Kind.Notation));
                keys.Add(next.Key);
                readTo = next.End;
                at++;
            }
        }

        return read.Count == 0 ? null : new(sent, read, keys, one.Offset, readTo);
    }

    private static string Said(IReadOnlyList<(string Path, string Kind)> numbers)
    {
        const int Shown = 4;
        var all = numbers.Take(Shown).Select(number => $"'{number.Path}' ({number.Kind})");
        return string.Join(" and ", numbers.Count > Shown ? all.Append($"{numbers.Count - Shown} more") : all);
    }
}
