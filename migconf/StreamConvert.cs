using System.CommandLine;
using Migconf.Reports;
using Migconf.Streams.Checking;
using Migconf.Streams.Converting;
using Migconf.Streams.Reading;

namespace Migconf.Cli;

/// <summary>The command that writes a stream again for another receiver.</summary>
internal sealed class StreamConvert
{
    private const string About =
        "a stream written again, for another machine type or release where that is known to be the same, with its memory in plain pages whatever it "
        + "was packed in; the state of a device is never changed: what the receiver would not read is refused; such as old.mig --out new.mig --to-release 10.0";

    private static readonly Dictionary<string, Frame> Frames = new(StringComparer.Ordinal)
    {
        ["usual"] = Frame.Usual, ["modern"] = Frame.Modern, ["legacy"] = Frame.Legacy,
    };

    private readonly Argument<string> file = new("FILE") { Description = "a main stream; a file, since it is read twice" };
    private readonly Option<string> output = new("--out") { Description = "where to write the stream; replaced only when the conversion succeeds; its memory is kept in a folder beside it meanwhile", Required = true };
    private readonly Option<string[]> channels = new("--channel") { Description = "a file with a multifd channel of the stream; may be repeated", DefaultValueFactory = _ => [] };
    private readonly Option<string?> machine = new("--machine") { Description = "the machine type that the stream names, such as pc-q35-10.0; of the same board, from 7.2 on" };
    private readonly Option<string?> release = new("--to-release") { Description = $"the release that is to load it: {string.Join(", ", ReleaseRules.Releases)}" };
    private readonly Option<string> frame = new("--frame")
    {
        Description = "modern: with configuration and footers; legacy: with neither, as machine types up to 2.3; usual: as the stream or the machine has it",
        DefaultValueFactory = _ => "usual",
    };

    private readonly Option<string?> uuid = new("--uuid") { Description = "the UUID to write into the configuration (capability validate-uuid), or none to leave it out; without it, as the stream has it" };
    private readonly StreamFiles files;

    private StreamConvert(Command command)
    {
        frame.AcceptOnlyFromAmong([.. Frames.Keys]);
        release.AcceptOnlyFromAmong([.. ReleaseRules.Releases]);
        command.Add(file);
        foreach (var option in new Option[] { output, channels, machine, release, frame, uuid })
        {
            command.Add(option);
        }

        files = new(command);
    }

    internal static Command Command()
    {
        var command = new Command("convert", About);
        var parts = new StreamConvert(command);
        command.SetAction(parts.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var target = new ConversionTarget
        {
            Machine = Name(parsed), Release = parsed.GetValue(release), Frame = Frames[parsed.GetValue(frame)!], Uuid = Uuid(parsed),
        };
        var path = Path.GetFullPath(parsed.GetValue(output)!);
        OutputFile.Prepare(path);
        var scratch = Directory.CreateDirectory($"{path}.memory-{Environment.ProcessId}");
        try
        {
            return StreamFiles.Named(parsed.GetValue(file)!, () => Run(parsed, target, path, scratch.FullName), parsed.GetValue(channels)!);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>What is half written lies in the folder that goes away.</summary>
    private int Run(ParseResult parsed, ConversionTarget target, string path, string scratch)
    {
        using var conversion = Prepare(parsed, target, scratch);
        foreach (var finding in conversion.Findings)
        {
            Console.WriteLine($"{finding.Failure.Id}  {finding.Place} at byte {finding.Offset}: {finding.Failure.Sentence} ({finding.Detail})");
            Console.WriteLine($"  remedy     {finding.Failure.Remedy}");
        }

        if (conversion.Findings.Count > 0)
        {
            Console.WriteLine($"refused   {conversion.Findings.Count} {(conversion.Findings.Count == 1 ? "thing speaks" : "things speak")} against it; nothing was written");
            return ExitCodes.Nonconforming;
        }

        var written = Path.Combine(scratch, "written");
        ConversionResult result;
        var (reader, stream) = Open(parsed);
        using (stream)
        using (var to = new FileStream(written, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
        {
            result = conversion.Write(reader, to);
        }

        File.Move(written, path, overwrite: true);
        foreach (var change in result.Changes)
        {
            Console.WriteLine($"  {change}");
        }

        Console.WriteLine($"written   {path}  {new FileInfo(path).Length} bytes, {result.Full} pages, {result.Zero} zero pages");
        return ExitCodes.Conforms;
    }

    private Conversion Prepare(ParseResult parsed, ConversionTarget target, string scratch)
    {
        var (reader, stream) = Open(parsed);
        var streams = new List<Stream> { stream };
        try
        {
            streams.AddRange(parsed.GetValue(channels)!.Select(File.OpenRead));
            return Conversion.Prepare(reader, streams.Skip(1).Select(one => new MultifdReader(one, new())), target, scratch);
        }
        finally
        {
            streams.ForEach(one => one.Dispose());
        }
    }

    private (ChannelReader Reader, Stream Stream) Open(ParseResult parsed)
    {
        var path = parsed.GetValue(file)!;
        return path != StreamFiles.StandardInput
            ? files.Open(parsed, path)
            : throw new ToolException("MIG-USAGE-001", "a stream is read twice, and standard input only once", "put the stream into a file first");
    }

    private string? Name(ParseResult parsed) => parsed.GetValue(machine) is not { } name || (name.Length > 0 && name.All(letter => letter is > ' ' and <= '~'))
        ? parsed.GetValue(machine)
        : throw new ToolException("MIG-USAGE-001", $"'{name}' is no machine type", "name one as migconf stream describe shows it");

    private Guid? Uuid(ParseResult parsed) => parsed.GetValue(uuid) switch
    {
        null => null,
        "none" => Guid.Empty,
        var text when Guid.TryParseExact(text, "D", out var found) && found != Guid.Empty => found,
        var text => throw new ToolException("MIG-USAGE-001", $"'{text}' is no UUID", "write it as 8-4-4-4-12 hexadecimal digits, or none"),
    };
}
