using Migconf.Streams.Bytes;

namespace Migconf.Streams.Items;

/// <summary>A field of an item: what it is called, its type, what it holds.</summary>
public readonly record struct ItemField(string Name, string Type, WireValue Value);

/// <summary>A piece of a stream that is read and written as one: a header, a section's beginning, a page. The items of a
/// stream follow each other without gap or overlap.</summary>
public abstract record StreamItem
{
    /// <summary>Where it begins, in bytes from the beginning of the stream.</summary>
    public long Offset { get; init; }

    /// <summary>Where it belongs: the section, or the package and the section; empty outside both.</summary>
    public string Scope { get; init; } = "";

    /// <summary>One line for people.</summary>
    public abstract string Summary { get; }

    /// <summary>Its fields in the order of the wire. Only the last one may be stored.</summary>
    public abstract IEnumerable<ItemField> Fields { get; }

    /// <summary>Its bytes.</summary>
    public virtual long Length => Fields.Sum(one => one.Value.Length);

    /// <summary>Its fields with their places.</summary>
    public IEnumerable<Element> Elements
    {
        get
        {
            var offset = Offset;
            foreach (var (name, type, value) in Fields)
            {
                yield return new(offset, Scope.Length == 0 ? name : $"{Scope}/{name}", type, value);
                offset += value.Length;
            }
        }
    }

    private protected static ItemField U8(string name, uint value) => new(name, "u8", WireValue.U8(value));

    private protected static ItemField U16(string name, uint value) => new(name, "be16", WireValue.U16(value));

    private protected static ItemField U32(string name, uint value) => new(name, "be32", WireValue.U32(value));

    private protected static ItemField U64(string name, ulong value) => new(name, "be64", WireValue.U64(value));

    private protected static ItemField Named(string name, string value) => new(name, "cstr", WireValue.Named(value));

    private protected static ItemField Raw(string name, byte[] value) => new(name, "bytes", WireValue.Bytes(value));

    private protected static ItemField Stored(string name, string type, long length) => new(name, type, WireValue.Stored(length));
}
