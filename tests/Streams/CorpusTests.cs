using System.Text.Json.Nodes;
using Migconf.Streams.Checking;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>A corpus of larger streams of real QEMUs, where there is one.</summary>
public sealed class CorpusTests
{
    [Fact]
    public void Every_stream_is_read_to_its_last_byte_and_written_as_it_was()
    {
        var files = StreamSamples.Corpus(".mig", ".bin");
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            var passage = Passage.Exact(StreamSamples.Unpack(file));
            Assert.DoesNotContain(passage.Items, item => item is TrailingBytes);
        });
    }

    [Fact]
    public void Every_stream_is_sound() => Assert.All(
        StreamSamples.Corpus(".mig", ".bin"), file => Assert.Empty(new StreamVerifier(StreamSamples.Open(StreamSamples.Unpack(file))).Run().Findings));

    [Fact]
    public void A_pipe_gives_what_a_file_gives() => Assert.All(
        StreamSamples.Corpus("_nodef.mig", "xbzrle.mig", "fwd.mig", "mapped-ram.mig"), file => Passage.Exact(StreamSamples.Unpack(file), isPipe: true));

    [Fact]
    public void Decoded_states_are_those_of_the_usual_script()
    {
        var files = StreamSamples.Corpus(".json");
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            var expected = (JsonObject)JsonNode.Parse(StreamSamples.Unpack(file))!;
            var stream = StreamSamples.Unpack(file.Replace(".json.", ".mig.", StringComparison.Ordinal));
            var found = AnalyzedState.Of(new MigrationReader(new MemoryStream(stream), new()).Items());
            Assert.Equal(expected.Select(one => one.Key), found.Select(one => one.Key));
            Assert.All(expected, one => Assert.True(JsonNode.DeepEquals(one.Value, found[one.Key]), $"{Path.GetFileName(file)}: {one.Key}"));
        });
    }
}
