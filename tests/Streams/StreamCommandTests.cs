using System.Text.Json;
using Migconf.Reports;
using Xunit;

namespace Migconf.Tests.Streams;

/// <summary>The commands on streams, from the command line on.</summary>
public sealed class StreamCommandTests
{
    private const string Plain = "precopy-11.1.mig";

    [Fact]
    public void Describe_shows_the_tree()
    {
        var run = Run("describe", Plain);
        Assert.Equal(ExitCodes.Conforms, run.Code);
        Assert.Matches(@"(?m)^ +0 +8  header  migration stream, version 3$", run.Output);
        Assert.Matches(@"(?m)^ +8 +\d+  configuration  machine pc-i440fx-11\.1$", run.Output);
        Assert.Matches(@"(?m)pages  \d+ zero, \d+ full$", run.Output);
        Assert.DoesNotContain("latched_count", run.Output, StringComparison.Ordinal);
        Covers(run.Output, Plain);
    }

    [Fact]
    public void Describe_shows_one_section_with_its_fields()
    {
        var run = Run("describe", Plain, "--section", "i8254");
        Assert.Equal(ExitCodes.Conforms, run.Code);
        Assert.Matches(@"channels\[2\]/latched_count  uint16  0x0000", run.Output);
        Assert.DoesNotContain("migration stream", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.NothingRan, Run("describe", Plain, "--section", "none such").Code);
    }

    [Fact]
    public void Describe_writes_json_in_which_every_byte_is_in_one_entry()
    {
        var run = Run("describe", Plain, "--json");
        using var document = JsonDocument.Parse(run.Output);
        long next = 0;
        foreach (var entry in document.RootElement.GetProperty("entries").EnumerateArray())
        {
            Assert.Equal(next, entry.GetProperty("offset").GetInt64());
            next += entry.GetProperty("length").GetInt64();
            if (entry.TryGetProperty("fields", out var fields))
            {
                Assert.Equal(entry.GetProperty("length").GetInt64(), fields.EnumerateArray().Sum(field => field.GetProperty("length").GetInt64()));
            }
        }

        Assert.Equal(StreamSamples.Read(Plain).Length, next);
        Assert.False(document.RootElement.TryGetProperty("failure", out _));
    }

    [Fact]
    public void Describe_says_where_a_stream_breaks()
    {
        var run = Run("describe", StreamSamples.Cut, "--json");
        Assert.Equal(ExitCodes.Nonconforming, run.Code);
        Assert.StartsWith("MIG-STREAM-004: ", run.Errors, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal("MIG-STREAM-004", document.RootElement.GetProperty("failure").GetProperty("id").GetString());
        Assert.Equal(ExitCodes.Nonconforming, Run("describe", StreamSamples.Cut).Code);
    }

    [Fact]
    public void Describe_shows_each_page_when_asked()
    {
        var run = Run("describe", Plain, "--bytes");
        Assert.Contains("page  zero pc.ram 0x1000", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_tells_sound_from_unsound()
    {
        var sound = Run("verify", Plain);
        Assert.Equal(ExitCodes.Conforms, sound.Code);
        Assert.StartsWith("sound ", sound.Output, StringComparison.Ordinal);
        var cut = Run("verify", StreamSamples.Cut);
        Assert.Equal(ExitCodes.Nonconforming, cut.Code);
        Assert.StartsWith("MIG-STREAM-004 ", cut.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Nonconforming, Run("verify", "compress-7.2.mig", "--receiver", "11.1").Code);
        Assert.Equal(ExitCodes.Conforms, Run("verify", "compress-7.2.mig", "--receiver", "5.2").Code);
    }

    [Fact]
    public void Diff_names_what_breaks()
    {
        using var one = new Unpacked("devices-7.2.mig");
        using var other = new Unpacked("devices-10.0.mig");
        var run = ToolRun.Of("stream", "diff", one.Path, other.Path);
        Assert.Equal(ExitCodes.Nonconforming, run.Code);
        Assert.Contains("MIG-STREAM-068  configuration: name  pc-q35-7.2 and pc-q35-10.0", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Conforms, ToolRun.Of("stream", "diff", one.Path, one.Path).Code);
    }

    [Fact]
    public void Convert_writes_a_stream_or_says_what_speaks_against_it()
    {
        using var file = new Unpacked("compress-7.2.mig");
        var output = file.Path + ".plain";
        var run = ToolRun.Of("stream", "convert", file.Path, "--out", output, "--to-release", "11.1", "--machine", "pc-i440fx-8.0");
        Assert.Equal((ExitCodes.Conforms, ""), (run.Code, run.Errors));
        Assert.Matches(@"(?m)^  machine pc-i440fx-7\.2 is pc-i440fx-8\.0\nwritten   \S+  \d+ bytes, \d+ pages, \d+ zero pages$", run.Output);
        Assert.Equal(ExitCodes.Conforms, ToolRun.Of("stream", "verify", output, "--receiver", "11.1").Code);
        var before = File.ReadAllBytes(output);
        var refused = ToolRun.Of("stream", "convert", file.Path, "--out", output, "--machine", "pc-q35-7.2");
        Assert.Equal(ExitCodes.Nonconforming, refused.Code);
        Assert.Matches(@"(?s)^MIG-STREAM-068  configuration: name at byte 8: .*\n  remedy     .*refused   1 thing", refused.Output);
        Assert.Equal(before, File.ReadAllBytes(output));
        Assert.Equal(2, Directory.GetFileSystemEntries(Path.GetDirectoryName(output)!).Length);
    }

    [Theory]
    [InlineData("-")]
    [InlineData("no-such-file")]
    public void Convert_needs_a_file(string name)
    {
        using var folder = new TemporaryFile("none", "");
        var run = ToolRun.Of("stream", "convert", name, "--out", Path.Combine(folder.Folder, "out"));
        Assert.Equal(ExitCodes.Usage, run.Code);
        Assert.StartsWith("MIG-USAGE-00", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Ram_writes_a_file_a_block()
    {
        using var file = new Unpacked(Plain);
        using var folder = new TemporaryFile("none", "");
        var run = ToolRun.Of("stream", "ram", file.Path, "--out", folder.Folder);
        Assert.Equal(ExitCodes.Conforms, run.Code);
        Assert.Equal(1024 * 1024, new FileInfo(Path.Combine(folder.Folder, "pc.ram.ram")).Length);
        Assert.Contains("pc.bios", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Of two files the one that cannot be read is named, whichever it is; two that can be are compared.</summary>
    [Fact]
    public void Diff_names_the_file_that_is_no_stream()
    {
        using var sound = new Unpacked("devices-7.2.mig");
        using var cut = new TemporaryFile("cut.mig", "");
        File.WriteAllBytes(cut.Path, File.ReadAllBytes(sound.Path)[..1000]);
        using var foreign = new TemporaryFile("foreign", "hello, world");
        foreach (var (id, bad) in new[] { ("MIG-STREAM-030", foreign.Path), ("MIG-STREAM-", cut.Path) })
        {
            foreach (var run in new[] { ToolRun.Of("stream", "diff", sound.Path, bad), ToolRun.Of("stream", "diff", bad, sound.Path) })
            {
                Assert.Equal(ExitCodes.Nonconforming, run.Code);
                Assert.StartsWith(id, run.Errors, StringComparison.Ordinal);
                Assert.Contains($": {bad}: ", run.Errors, StringComparison.Ordinal);
                Assert.DoesNotContain($"{sound.Path}:", run.Errors, StringComparison.Ordinal);
            }
        }

        Assert.Equal(ExitCodes.Conforms, ToolRun.Of("stream", "diff", sound.Path, sound.Path).Code);
    }

    /// <summary>A file that ends within its first bytes is cut, one that ends later as well, and each command names it.</summary>
    [Theory]
    [InlineData("describe")]
    [InlineData("describe --json")]
    [InlineData("ram --out OUT")]
    [InlineData("convert --out OUT")]
    public void A_cut_file_is_named(string command)
    {
        using var file = new TemporaryFile("cut.mig", "");
        var (verb, options) = (command.Split(' ')[0], command.Replace("OUT", Path.Combine(file.Folder, "out"), StringComparison.Ordinal).Split(' ')[1..]);
        foreach (var length in new[] { 0, 3, 5000 })
        {
            File.WriteAllBytes(file.Path, StreamSamples.Read(Plain)[..length]);
            Assert.StartsWith($"MIG-STREAM-004: {file.Path}: ", ToolRun.Of(["stream", verb, file.Path, .. options]).Errors, StringComparison.Ordinal);
            Assert.StartsWith($"MIG-STREAM-004  {file.Path}  ", ToolRun.Of("stream", "verify", file.Path).Output, StringComparison.Ordinal);
        }

        File.WriteAllBytes(file.Path, StreamSamples.Read(Plain));
        Assert.Empty(ToolRun.Of("stream", "verify", file.Path).Errors);
    }

    [Fact]
    public void A_missing_file_and_a_foreign_one_are_told_apart()
    {
        Assert.Equal(ExitCodes.Usage, ToolRun.Of("stream", "verify", "no-such-file").Code);
        using var foreign = new TemporaryFile("foreign", "hello, world");
        var run = ToolRun.Of("stream", "describe", foreign.Path);
        Assert.Equal(ExitCodes.Nonconforming, run.Code);
        Assert.StartsWith("MIG-STREAM-030: ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_is_explained_with_how_it_shows()
    {
        var run = ToolRun.Of("explain", "MIG-STREAM-007");
        Assert.Matches("(?s)^MIG-STREAM-007  .*\n  cause .*\n  in QEMU .*'Missing section footer.*\n  remedy .*\n  noticed ", run.Output);
    }

    /// <summary>Fails unless offset and length of the lines lead from one to the next and to the end.</summary>
    private static void Covers(string output, string sample)
    {
        long next = 0;
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(next, long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture));
            next += long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
        }

        Assert.Equal(StreamSamples.Read(sample).Length, next);
    }

    private static ToolRun Run(string command, string sample, params string[] options)
    {
        using var file = new Unpacked(sample);
        return ToolRun.Of(["stream", command, file.Path, .. options]);
    }

    private sealed class Unpacked : IDisposable
    {
        private readonly TemporaryFile file;

        internal Unpacked(string sample)
        {
            file = new(sample, "");
            File.WriteAllBytes(file.Path, StreamSamples.Read(sample));
        }

        internal string Path => file.Path;

        public void Dispose() => file.Dispose();
    }
}
