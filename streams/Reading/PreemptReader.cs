using Migconf.Streams.Descriptions;
using Migconf.Streams.Items;

namespace Migconf.Streams.Reading;

/// <summary>Reads a preempt channel: page records and nothing else. Facts: wire-format, section 2.5.</summary>
public sealed class PreemptReader(Stream stream, ReaderOptions options) : ChannelReader(stream, options)
{
    /// <inheritdoc/>
    public override IEnumerable<StreamItem> Items()
    {
        Source.Section = "preempt";
        return new RamReader(Source, Payload) { PageSize = Options.Description?.PageSize ?? VmDescription.UsualPageSize }
            .Part("preempt", isBare: true);
    }
}
