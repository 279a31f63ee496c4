using System.Text;
using Migconf.Streams.Bytes;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;

namespace Migconf.Streams.Reading;

/// <summary>Reads a state for a live update (CPR). Facts: wire-format, section 7. Of subsections only empty lists are
/// understood; what else follows is passed on as trailing bytes.</summary>
public sealed class CprReader(Stream stream, ReaderOptions options) : ChannelReader(stream, options)
{
    private const string Scope = "cpr";
    private const uint LongestName = 256;

    /// <inheritdoc/>
    public override IEnumerable<StreamItem> Items()
    {
        Source.Section = Scope;
        if (Source.U32("magic") != CprHeader.Magic)
        {
            throw Source.Fail(ChannelFailures.UnknownChannel, "magic", "the first four bytes are not QCPR", 0);
        }

        var version = Source.U32("version");
        yield return version == 1
            ? new CprHeader(version) { Scope = Scope }
            : throw Source.Fail(ChannelFailures.CprState, "version", $"version {version}", 4);
        StreamItem entry;
        do
        {
            entry = Entry();
            yield return entry;
        }
        while (entry is CprDescriptor);
        while (Source.Peek(1) is [ConfigurationPart.Mark])
        {
            var at = Source.Position;
            Source.Skip(1, "type");
            yield return new CprSubsection(Source.Name("subsection"), Source.U32("version")) { Offset = at, Scope = Scope };
            if (Source.Peek(1) is [0])
            {
                yield return Entry();
            }
        }

        foreach (var item in Trailing(Scope))
        {
            yield return item;
        }
    }

    private StreamItem Entry()
    {
        var at = Source.Position;
        var more = Source.U8("more");
        if (more > 1)
        {
            throw Source.Fail(ChannelFailures.CprState, "more", $"0x{more:x2} where a list goes on with 1 and ends with 0", at);
        }

        if (more == 0)
        {
            return new CprListEnd { Offset = at, Scope = Scope };
        }

        var length = Source.U32("namelen");
        if (length is 0 or > LongestName)
        {
            throw Source.Fail(ChannelFailures.CprState, "namelen", $"a name of {length} bytes", at);
        }

        var name = Encoding.Latin1.GetString(Source.Bytes(length, "name"));
        if (name[^1] != '\0' || !ByteSource.IsName(name[..^1]))
        {
            throw Source.Fail(ChannelFailures.CprState, "name", "no printable name with a zero at its end", at);
        }

        return new CprDescriptor(name[..^1], Source.U32("id"), Number()) { Offset = at, Scope = Scope };
    }

    /// <summary>A number of four bytes begins with zero, as descriptors are small.</summary>
    private uint? Number()
    {
        if (Source.Peek(1) is [CprDescriptor.Elsewhere])
        {
            Source.Skip(1, "fd");
            return null;
        }

        return Source.U32("fd");
    }
}
