using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Migconf.Streams.Bytes;
using Migconf.Streams.Checking;
using Migconf.Streams.Descriptions;
using Migconf.Streams.Failures;
using Migconf.Streams.Ram;
using Migconf.Streams.Reading;
using Migconf.Tests.Properties;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>One change to the bytes of a stream.</summary>
public enum DamageKind
{
    /// <summary>Everything from a place on is gone.</summary>
    Cut,

    /// <summary>Bytes have another value.</summary>
    Overwrite,

    /// <summary>Bytes come in between.</summary>
    Insert,

    /// <summary>Bytes are gone.</summary>
    Remove,

    /// <summary>Bytes come twice.</summary>
    Repeat,

    /// <summary>Two pieces have changed places.</summary>
    Swap,
}

/// <summary>Damage to a stream: where in it (per mille), how many bytes, and with what.</summary>
public sealed record Damage(DamageKind Kind, int Place, int Count, byte Value)
{
    internal byte[] Apply(byte[] bytes)
    {
        var at = (int)((long)Place * bytes.Length / 100_000);
        var count = Math.Min(Count, bytes.Length - at);
        var (before, piece, after) = (bytes[..at], bytes[at..(at + count)], bytes[(at + count)..]);
        return Kind switch
        {
            DamageKind.Cut => before,
            DamageKind.Overwrite => [.. before, .. Enumerable.Repeat(Value, count), .. after],
            DamageKind.Insert => [.. before, .. Enumerable.Repeat(Value, Count), .. piece, .. after],
            DamageKind.Remove => [.. before, .. after],
            DamageKind.Repeat => [.. before, .. piece, .. piece, .. after],
            _ => [.. before, .. after[..Math.Min(count, after.Length)], .. piece, .. after[Math.Min(count, after.Length)..]],
        };
    }
}

/// <summary>Whatever is done to a stream, reading it ends with a decode or with a class of the catalogue.</summary>
public sealed class DamageTests
{
    private static readonly Dictionary<string, byte[]> Samples = new[]
    {
        "precopy-11.1.mig", "devices-7.2.mig", "legacy-2.3-machine-7.2.mig", "postcopy-11.1.rev.bin", "recovery-11.1.fwd.bin", "recovery-11.1.rev.bin",
        "multifd-zlib-11.1.ch0.bin", "multifd-zstd-10.0.main.mig", "multifd-zstd-10.0.ch0.bin", "compress-7.2.mig",
    }.Where(name => StreamSamples.HasZstd || name != "multifd-zstd-10.0.ch0.bin").ToDictionary(name => name, StreamSamples.Read);

    private static readonly Gen<(string Name, Damage[] Damages)> Cases =
        from name in Gen.Elements(Samples.Keys.ToArray())
        from damages in Gen.ArrayOf(Gen.Choose(0, 5).SelectMany(kind => Gen.Choose(0, 99_999).SelectMany(place =>
            Gen.Elements(1, 1, 2, 4, 8, 100, 5000).SelectMany(count => Gen.Elements((byte)0, (byte)1, (byte)5, (byte)8, (byte)0x7e, (byte)0xff)
                .Select(value => new Damage((DamageKind)kind, place, count, value))))))
        select (name, damages.Take(4).ToArray());

    /// <summary>A seed that is given is that of one case, which reaches little.</summary>
    private static bool IsReplay => Environment.GetEnvironmentVariable(PropertyRun.SeedVariable) is not null;

    [Fact]
    public void Damaged_streams_are_decoded_or_classified()
    {
        var outcomes = new Dictionary<string, int>();
        var found = PropertyRun.Find(Arb.From(Cases, Smaller), PropertyRun.Runs(300), one => Ends(one, outcomes));
        Assert.True(found is null, found is null ? "" : $"{found.Shrunk.Name}: {string.Join(" ", found.Shrunk.Damages.Select(one => one.ToString()))}\n"
            + found.Command(nameof(Damaged_streams_are_decoded_or_classified)));
        Assert.True(IsReplay || (outcomes.Count >= 8 && outcomes.ContainsKey("sound")), string.Join(' ', outcomes.Keys));
    }

    [Fact]
    public void Damaged_descriptions_are_read_or_refused()
    {
        const string Text = """
            {"page_size":4096,"devices":[{"name":"d","instance_id":0,"vmsd_name":"d","version":1,"fields":[{"name":"a","array_len":3,"type":"uint8",
            "size":1},{"name":"s","type":"struct","size":9,"struct":{"vmsd_name":"s","version":1,"fields":[{"name":"t","index":0,"type":"timer","size":8},
            {"name":"x","type":"tmp","vmsd_name":"y","version":0,"fields":[{"name":"z","type":"bool","size":1}],"size":1}],"subsections":[]}}],
            "subsections":[{"vmsd_name":"d/p","version":1,"fields":[]}]}]}
            """;
        string[] pieces = ["{", "}", "[", "]", "\"", ",", ":", "-1", "99999999999", "null", "true", "1e9", "\\ud800", "\"struct\"", "\"size\"", "\u00ff", "é"];
        var cases = Gen.ArrayOf(from place in Gen.Choose(0, Text.Length) from gone in Gen.Choose(0, 12) from piece in Gen.Elements(pieces) select (place, gone, piece));
        var refused = 0;
        Assert.Single(DescriptionParser.Parse(Encoding.UTF8.GetBytes(Text)).Devices);
        var found = PropertyRun.Find(Arb.From(cases.Select(all => all.Take(3).ToArray())), PropertyRun.Runs(1000), changes =>
        {
            var text = changes.Aggregate(Text, (sum, one) =>
            {
                var at = Math.Min(one.place, sum.Length);
                return sum.Remove(at, Math.Min(one.gone, sum.Length - at)).Insert(at, one.piece);
            });
            try
            {
                _ = DescriptionParser.Parse(Encoding.UTF8.GetBytes(text));
            }
            catch (FormatException)
            {
                refused++;
            }

            return true;
        });
        Assert.Null(found);
        Assert.True(IsReplay || refused > 100, $"{refused} refused");
    }

    [Fact]
    public void Any_bytes_are_decoded_or_classified()
    {
        byte[][] heads = [[0x51, 0x45, 0x56, 0x4d, 0, 0, 0, 3], [0x51, 0x43, 0x50, 0x52, 0, 0, 0, 1], [0x11, 0x22, 0x33, 0x44, 0, 0, 0, 1], [0, 2, 0, 4], []];
        var cases = from head in Gen.Elements(heads)
                    from rest in Gen.ArrayOf(Gen.OneOf(Gen.Choose(0, 8), Gen.Choose(0, 255)).Select(one => (byte)one))
                    select (byte[])[.. head, .. rest];
        var found = PropertyRun.Find(Arb.From(cases), PropertyRun.Runs(500), bytes => Ends(bytes, [], false) && Ends(bytes, [], true));
        Assert.True(found is null, found is null ? "" : $"{Convert.ToHexString(found.Shrunk)}\n{found.Command(nameof(Any_bytes_are_decoded_or_classified))}");
    }

    private static IEnumerable<(string, Damage[])> Smaller((string Name, Damage[] Damages) one) =>
        Enumerable.Range(0, one.Damages.Length).Select(index => (one.Name, one.Damages.Where((_, at) => at != index).ToArray()));

    private static bool Ends((string Name, Damage[] Damages) one, Dictionary<string, int> outcomes)
    {
        var bytes = one.Damages.Aggregate(Samples[one.Name], (sum, damage) => damage.Apply(sum));
        return Ends(bytes, outcomes, isPipe: false) && Ends(bytes, [], isPipe: true) && Extracts(bytes);
    }

    /// <summary>Whether reading comes to an end without another exception, and every byte up to there is in one element.</summary>
    private static bool Ends(byte[] bytes, Dictionary<string, int> outcomes, bool isPipe)
    {
        long covered = 0;
        var outcome = "sound";
        try
        {
            var reader = StreamSamples.Open(bytes, isPipe);
            foreach (var element in reader.Items().SelectMany(item => item.Elements))
            {
                if (element.Offset != covered || element.Length < 0)
                {
                    return false;
                }

                covered += element.Length;
            }

            outcome = covered == bytes.Length ? outcome : "short";
        }
        catch (StreamException wrong)
        {
            outcome = wrong.Failure.Id;
            if (FailureCatalogue.Find(outcome) is null || wrong.Offset < 0 || wrong.Offset > bytes.Length)
            {
                return false;
            }
        }

        outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        return outcome != "short";
    }

    /// <summary>What nothing speaks against is written, and read again.</summary>
    private static void Converts(byte[] bytes)
    {
        var converted = Converted.Of(bytes, new() { Release = "11.1" });
        if (converted.Result is not null)
        {
            _ = new StreamVerifier(StreamSamples.Open(converted.Bytes)).Run();
        }
    }

    private static bool Extracts(byte[] bytes)
    {
        using var folder = new TemporaryFile("none", "");
        try
        {
            _ = new StreamVerifier(StreamSamples.Open(bytes)).Run();
            using var memory = new RamFolder(folder.Folder);
            using var extractor = new RamExtractor(StreamSamples.Open(bytes), [], memory);
            extractor.Run();
            Converts(bytes);
        }
        catch (StreamException)
        {
            return true;
        }
        catch (IOException)
        {
            // A block of an absurd length.
            return true;
        }

        return true;
    }
}
