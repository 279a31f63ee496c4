using Migconf.Devices.Generation;
using Migconf.Streams.Bytes;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;

namespace Migconf.Compatibility.Damage;

/// <summary>Damages a stream in ways that follow its structure: each kind of piece is hit as often as every other, however many bytes it
/// has. The seed and the index decide everything.</summary>
public sealed class DamageMaker
{
    private const int MostBytes = 8;
    private static readonly DamageKind[] Kinds = Enum.GetValues<DamageKind>();

    /// <summary>Marks of the format, the smallest and the largest.</summary>
    private static readonly byte[] Marks = [0x00, 0x01, 0x02, 0x04, 0x05, 0x06, 0x07, 0x08, 0x7e, 0xff];

    private readonly byte[] stream;
    private readonly ulong seed;
    private readonly List<List<Piece>> groups;

    /// <param name="stream">A sound main stream.</param>
    /// <param name="seed">Of the run.</param>
    public DamageMaker(byte[] stream, int seed)
    {
        (this.stream, this.seed) = (stream, (ulong)(uint)seed);
        List<StreamItem> items = [.. Channels.Open(new MemoryStream(stream), new()).Items()];
        groups = [.. items.GroupBy(Group).Select(group => group.Select(item => new Piece(item.Offset, item.Length, Title(item), item)).ToList()).Append(Sections(items))];
    }

    /// <summary>The damaged stream of an index; it always differs from the sound one.</summary>
    public Damaged Make(int index)
    {
        var dice = new Dice((seed << 32) + (ulong)index);
        while (true)
        {
            var (kind, group) = (dice.Pick(Kinds), dice.Pick(groups));
            var at = dice.Roll(group.Count);
            var next = group.Count > 1 ? group[(at + 1) % group.Count] : groups[0][0];
            var (bytes, how) = Do(kind, group[at], next, dice);
            if (!bytes.AsSpan().SequenceEqual(stream))
            {
                return new(index, kind, $"{$"{kind}".ToLowerInvariant()} {group[at].Title}: {how}", bytes);
            }
        }
    }

    private (byte[] Bytes, string How) Do(DamageKind kind, Piece piece, Piece next, Dice dice)
    {
        var (start, end) = ((int)piece.Offset, (int)(piece.Offset + piece.Length));
        var at = start + dice.Roll((int)piece.Length);
        var count = Math.Min(1 + dice.Roll(MostBytes), end - at);
        var mark = dice.Pick(Marks);
        return kind switch
        {
            DamageKind.Cut => (stream[..at], $"the stream ends at byte {at}"),
            DamageKind.Flip => (Replace(at, 1, [(byte)(stream[at] ^ (1 << dice.Roll(8)))]), $"a bit of byte {at}"),
            DamageKind.Overwrite => (Replace(at, 1, [mark]), $"byte {at} is 0x{mark:x2}"),
            DamageKind.Insert => (Replace(at, 0, [.. Enumerable.Repeat(mark, count)]), $"{count} bytes 0x{mark:x2} at byte {at}"),
            DamageKind.Remove => (Replace(at, count, []), $"{count} bytes at byte {at}"),
            DamageKind.Repeat => (Replace(end, 0, stream[start..end]), $"{end - start} bytes at byte {start} come twice"),
            DamageKind.Drop => (Replace(start, end - start, []), $"{end - start} bytes at byte {start}"),
            DamageKind.Swap => Swap(piece, next),
            _ => Number(piece, dice),
        };
    }

    private (byte[] Bytes, string How) Swap(Piece one, Piece other)
    {
        var (first, second) = one.Offset < other.Offset ? (one, other) : (other, one);
        var (from, to) = ((int)second.Offset, (int)(second.Offset + second.Length));
        var (start, end) = ((int)first.Offset, (int)(first.Offset + first.Length));
        return end > from ? (stream, "")
            : ([.. stream[..start], .. stream[from..to], .. stream[end..from], .. stream[start..end], .. stream[to..]], $"with {second.Title} at byte {from}");
    }

    /// <summary>Another number in one of the piece's fields, of the same width.</summary>
    private (byte[] Bytes, string How) Number(Piece piece, Dice dice)
    {
        List<Element> numbers = [.. piece.Item?.Elements.Where(one => one.Value.Form is WireForm.Number or WireForm.SignedNumber or WireForm.Text) ?? []];
        if (numbers.Count == 0)
        {
            return (stream, "");
        }

        var field = dice.Pick(numbers);
        var isText = field.Value.Form == WireForm.Text;
        var (at, width) = ((int)field.Offset, isText ? 1 : (int)field.Length);
        var old = isText ? stream[at] : field.Value.Number;
        var value = dice.Pick<ulong>([0, old + 1, old - 1, ulong.MaxValue, ulong.MaxValue >> 1 >> (64 - (8 * width)), old * 2]);
        byte[] written = [.. Enumerable.Range(0, width).Select(one => (byte)(value >> (8 * (width - 1 - one))))];
        return (Replace(at, width, written), $"{(isText ? "length of " : "")}{field.Path} at byte {at} is 0x{Convert.ToHexStringLower(written)}");
    }

    private byte[] Replace(int at, int gone, byte[] by) => [.. stream[..at], .. by, .. stream[(at + gone)..]];

    private static string Group(StreamItem item) => item is SectionHeader header ? $"{header.Kind}" : item.GetType().Name;

    private static string Title(StreamItem item) => $"{item.GetType().Name}{(item.Scope.Length == 0 ? "" : $" of {item.Scope}")}";

    /// <summary>Whole sections, from the header to the footer.</summary>
    private static List<Piece> Sections(List<StreamItem> items)
    {
        var pieces = new List<Piece>();
        SectionHeader? header = null;
        foreach (var item in items)
        {
            header = item as SectionHeader ?? header;
            if (item is SectionFooter && header is not null)
            {
                pieces.Add(new(header.Offset, item.Offset + item.Length - header.Offset, $"section {header.Title}", null));
            }
        }

        return pieces;
    }

    private sealed record Piece(long Offset, long Length, string Title, StreamItem? Item);
}
