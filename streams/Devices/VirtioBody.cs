using System.Buffers.Binary;
using System.Text;
using Migconf.Streams.Bytes;
using Migconf.Streams.Items;
using Piece = (string Path, string Type, Migconf.Streams.Bytes.WireValue Value);

namespace Migconf.Streams.Devices;

/// <summary>The state of a virtio device over PCI, which descriptions call one field of many bytes: the PCI half, the common half, the queues, what is
/// the device's own, and subsections. It was worked out from streams of 5.2 to 11.1; what does not fit it to the last byte stays bytes.</summary>
public sealed class VirtioBody
{
    /// <summary>What descriptions call the field.</summary>
    public const string Type = "virtio";

    private const int Config = 256;
    private const int ExpressConfig = 4096;
    private const int MostQueues = 1024;
    private const int MostRing = 32768;
    private const string Parts = "virtio/";

    private readonly ReadOnlyMemory<byte> bytes;
    private readonly List<Piece> pieces = [];
    private int at;
    private int queues;

    private VirtioBody(ReadOnlyMemory<byte> bytes) => this.bytes = bytes;

    /// <summary>The pieces in the order of the wire, all bytes of the field; null for one that is laid out otherwise.</summary>
    public static IReadOnlyList<Piece>? Split(ReadOnlyMemory<byte> bytes) => Split(bytes, Config) ?? Split(bytes, ExpressConfig);

    private static List<Piece>? Split(ReadOnlyMemory<byte> bytes, int config)
    {
        var body = new VirtioBody(bytes);
        return body.Head(config) && body.Subsections() ? body.pieces : null;
    }

    private bool Head(int config)
    {
        const int Known = 2;
        if (!Number("pci/version_id", 4, out var version) || version != Known || !Raw("pci/config", "pci config", config)
            || !Raw("pci/irq_state", "pci irq state", 16))
        {
            return false;
        }

        var vectors = Vectors(bytes.Span.Slice(4, config));
        var hasVectors = vectors > 0;
        if (hasVectors && !(Raw("msix/table", "bytes", 16 * vectors) && Raw("msix/pending", "bytes", (vectors + 7) / 8) && Number("config_vector", 2, out _)))
        {
            return false;
        }

        return Number("status", 1, out _) && Number("isr", 1, out _) && Number("queue_sel", 2, out _) && Number("guest_features", 4, out _)
            && Number("config_len", 4, out var length) && length <= ExpressConfig && Raw("config", "bytes", (int)length) && Queues(hasVectors);
    }

    /// <summary>Every device has a queue, and every ring a size that is a power of two.</summary>
    private bool Queues(bool hasVectors)
    {
        if (!Number("queues", 4, out var count) || count is 0 or > MostQueues)
        {
            return false;
        }

        queues = (int)count;
        for (var queue = 0; queue < queues; queue++)
        {
            var isRing = Number($"vq[{queue}]/vring.num", 4, out var size) && size is > 0 and <= MostRing && (size & (size - 1)) == 0
                && Number($"vq[{queue}]/vring.desc", 8, out _) && Number($"vq[{queue}]/last_avail_idx", 2, out _)
                && (!hasVectors || Number($"vq[{queue}]/vector", 2, out _));
            if (!isRing)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The device's own part ends where subsections begin that lead to the end.</summary>
    private bool Subsections()
    {
        var (begin, told) = (at, pieces.Count);
        for (var first = Next(begin); first >= 0; first = Next(first + 1))
        {
            if (Raw("device", "bytes", first - begin) && Chain())
            {
                return true;
            }

            at = begin;
            pieces.RemoveRange(told, pieces.Count - told);
        }

        return Raw("device", "bytes", bytes.Length - begin);
    }

    /// <summary>Where a subsection may begin, from a place on; -1 when nowhere.</summary>
    private int Next(int from)
    {
        for (var name = bytes.Span[Math.Min(from, bytes.Length)..].IndexOf("virtio/"u8); name >= 0;)
        {
            var mark = from + name - 2;
            if (mark >= from && bytes.Span[mark] == ConfigurationPart.Mark)
            {
                return mark;
            }

            from += name + 1;
            name = bytes.Span[from..].IndexOf("virtio/"u8);
        }

        return -1;
    }

    private bool Chain()
    {
        while (at < bytes.Length)
        {
            if (!Begin("", out var name) || !name.StartsWith(Parts, StringComparison.Ordinal) || !Content(name))
            {
                return false;
            }
        }

        return true;
    }

    private bool Begin(string below, out string name)
    {
        name = "";
        var rest = bytes.Span[at..];
        if (rest is not [ConfigurationPart.Mark, > 0 and var length, ..] || rest.Length < length + 6)
        {
            return false;
        }

        name = Encoding.Latin1.GetString(rest.Slice(2, length));
        var path = $"{below}{name}";
        pieces.Add(($"{path}/type", "u8", WireValue.U8(ConfigurationPart.Mark)));
        pieces.Add(($"{path}/name", "cstr", WireValue.Named(name)));
        at += 2 + length;
        return ByteSource.IsName(name) && Number($"{path}/version", 4, out var version) && version == 1;
    }

    private bool Content(string name) => name switch
    {
        "virtio/64bit_features" => Number($"{name}/guest_features", 8, out _),
        "virtio/device_endian" or "virtio/broken" or "virtio/started" or "virtio/disabled" => Number($"{name}/value", 1, out _),
        "virtio/virtqueues" => PerQueue(name, ("vring.avail", 8), ("vring.used", 8)),
        "virtio/packed_virtqueues" => PerQueue(
            name, ("last_avail_idx", 2), ("last_avail_wrap_counter", 1), ("used_idx", 2), ("used_wrap_counter", 1), ("inuse", 4)),
        "virtio/ringsize" => PerQueue(name, ("vring.num_default", 4)),
        "virtio/extra_state" => Begin($"{name}/", out var inner) && inner == "virtio_pci/modern_state" && Modern($"{name}/{inner}"),
        _ => Raw($"{name}/data", "bytes", (Next(at) is var next and >= 0 ? next : bytes.Length) - at),
    };

    private bool Modern(string path) => Number($"{path}/dfselect", 4, out _) && Number($"{path}/gfselect", 4, out _)
        && Number($"{path}/guest_features[0]", 4, out _) && Number($"{path}/guest_features[1]", 4, out _)
        && PerQueue(
            path, ("num", 2), ("unused", 1), ("enabled", 1), ("desc[0]", 4), ("desc[1]", 4), ("avail[0]", 4), ("avail[1]", 4), ("used[0]", 4), ("used[1]", 4));

    /// <summary>An element for each queue that could be; those of queues that are not there in one piece.</summary>
    private bool PerQueue(string path, params (string Name, int Width)[] fields)
    {
        for (var queue = 0; queue < queues; queue++)
        {
            foreach (var (name, width) in fields)
            {
                if (!Number($"{path}/vq[{queue}]/{name}", width, out _))
                {
                    return false;
                }
            }
        }

        return Raw($"{path}/vq[{queues}..]", "bytes", (MostQueues - queues) * fields.Sum(field => field.Width));
    }

    private bool Number(string path, int width, out ulong value)
    {
        value = 0;
        if (bytes.Length - at < width)
        {
            return false;
        }

        foreach (var one in bytes.Span.Slice(at, width))
        {
            value = (value << 8) | one;
        }

        pieces.Add((path, width == 1 ? "u8" : $"be{8 * width}", WireValue.OfNumber(value, width)));
        at += width;
        return true;
    }

    private bool Raw(string path, string type, int length)
    {
        if (length < 0 || bytes.Length - at < length)
        {
            return false;
        }

        if (length > 0)
        {
            pieces.Add((path, type, WireValue.Bytes(bytes.Slice(at, length).ToArray())));
        }

        at += length;
        return true;
    }

    /// <summary>MSI-X vectors that a configuration space announces.</summary>
    private static int Vectors(ReadOnlySpan<byte> config)
    {
        const int First = 0x34, MsiX = 0x11, Most = 64;
        var next = config[First] & ~3;
        for (var seen = 0; next >= 0x40 && next + 3 < Config && seen < Most; seen++, next = config[next + 1] & ~3)
        {
            if (config[next] == MsiX)
            {
                return (BinaryPrimitives.ReadUInt16LittleEndian(config[(next + 2)..]) & 0x7ff) + 1;
            }
        }

        return 0;
    }
}
