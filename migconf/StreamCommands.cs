using System.CommandLine;
using Migconf.Reports;
using Migconf.Streams.Checking;
using Migconf.Streams.Comparing;
using Migconf.Streams.Describing;
using Migconf.Streams.Failures;
using Migconf.Streams.Ram;
using Migconf.Streams.Reading;

namespace Migconf.Cli;

/// <summary>The commands on the bytes of migrations.</summary>
internal static class StreamCommands
{
    internal static CommandTable Table { get; } = new(
        ("describe", _ => Describe()), ("verify", _ => Verify()), ("diff", _ => Diff()), ("ram", _ => Ram()), ("convert", _ => StreamConvert.Command()),
        ("capture", _ => StreamLive.Capture()), ("load", _ => StreamLive.Load()), ("compare", _ => DeviceCommands.Compare()),
        ("matrix", _ => StreamMatrix.Command()), ("agree", _ => StreamAgree.Command()), ("hop", _ => HopCommand.Command()), ("failures", _ => List()));

    /// <param name="words">What follows the command's name.</param>
    internal static Command Command(string[] words) =>
        CommandTable.Fill(new Command("stream", "the bytes of migrations: describe, verify, compare, extract, convert"), Table, words);

    private static Command List()
    {
        var command = new Command("failures", "every class of failure (Markdown)");
        command.SetAction(_ => Console.Write(FailurePage.Write()));
        return command;
    }

    private static Command Describe()
    {
        var file = StreamFiles.File("FILE");
        var json = new Option<bool>("--json") { Description = "as JSON, with every field of every device" };
        var section = new Option<string?>("--section") { Description = "only sections whose name contains this, with every field" };
        var bytes = new Option<bool>("--bytes") { Description = "every field of every element, page by page, with offset and length in bytes" };
        var command = new Command("describe", "what a stream holds: every byte of it, with its place") { file, json, section, bytes };
        var files = new StreamFiles(command);
        command.SetAction(parsed => StreamFiles.Named(parsed.GetValue(file)!, () =>
        {
            var (reader, stream) = files.Open(parsed, parsed.GetValue(file)!);
            using (stream)
            {
                var all = parsed.GetValue(bytes);
                var wanted = parsed.GetValue(section);
                var entries = Outline.Of(reader, all).Where(entry => wanted is null || entry.Path.Contains(wanted, StringComparison.Ordinal));
                return parsed.GetValue(json) ? PrintJson(entries) : PrintText(entries, all || wanted is not null, wanted is not null);
            }
        }));
        return command;
    }

    private static int PrintText(IEnumerable<OutlineEntry> entries, bool fields, bool mustFind)
    {
        var text = new OutlineText(Console.Out, fields);
        var count = 0;
        foreach (var entry in entries)
        {
            text.Write(entry);
            count++;
        }

        return count == 0 && mustFind ? ExitCodes.NothingRan : ExitCodes.Conforms;
    }

    private static int PrintJson(IEnumerable<OutlineEntry> entries)
    {
        var json = new OutlineJson(Console.Out, fields: true);
        json.Begin();
        try
        {
            foreach (var entry in entries)
            {
                json.Write(entry);
            }
        }
        catch (StreamException wrong)
        {
            json.End(wrong);
            throw;
        }

        json.End(null);
        return ExitCodes.Conforms;
    }

    private static Command Verify()
    {
        var names = new Argument<string[]>("FILE") { Description = "one or more streams; - is standard input", Arity = ArgumentArity.OneOrMore };
        var receiver = new Option<string?>("--receiver") { Description = $"the release that is to load it: {string.Join(", ", ReleaseRules.Releases)}" };
        receiver.AcceptOnlyFromAmong([.. ReleaseRules.Releases]);
        var command = new Command("verify", "is a stream sound: structure, lengths, footers, pages, order, nothing after the end") { names, receiver };
        var files = new StreamFiles(command);
        command.SetAction(parsed =>
        {
            // All of them are looked at, whatever the first one is.
            var sound = parsed.GetValue(names)!.Select(name => IsSound(files, parsed, name, parsed.GetValue(receiver))).ToList();
            return sound.TrueForAll(one => one) ? ExitCodes.Conforms : ExitCodes.Nonconforming;
        });
        return command;
    }

    private static bool IsSound(StreamFiles files, ParseResult parsed, string name, string? receiver)
    {
        Verification found;
        try
        {
            var (reader, stream) = files.Open(parsed, name);
            using (stream)
            {
                found = new StreamVerifier(reader, receiver).Run();
            }
        }
        catch (StreamException wrong)
        {
            found = new(0, 0, [new(wrong.Failure, wrong.Path, wrong.Offset, wrong.Detail)]);
        }

        Console.Write(VerificationText.Write(found, name));
        return found.Findings.Count == 0;
    }

    private static Command Diff()
    {
        var source = new Argument<string>("SOURCE") { Description = "a stream of the source" };
        var destination = new Argument<string>("DESTINATION") { Description = "a stream that the destination itself would send" };
        var values = new Option<bool>("--values") { Description = "list differing values too; they break no load" };
        var command = new Command("diff", "how two streams differ in layout, and which failure of a migration follows; how large the regions of PCI base addresses are is in no stream") { source, destination, values };
        var files = new StreamFiles(command);
        command.SetAction(parsed =>
        {
            var differences = StreamComparison.Compare(Contents(files, parsed, source), Contents(files, parsed, destination));
            foreach (var one in differences.Where(one => one.Failure is not null || parsed.GetValue(values)))
            {
                var path = one.Path.Length == 0 ? "" : $": {one.Path}";
                Console.WriteLine($"{one.Failure?.Id ?? "value",-14}  {one.Section}{path}  {one.Detail}{(one.Failure is { } failure ? $"  ({failure.Sentence})" : "")}");
            }

            var failures = differences.Count(one => one.Failure is not null);
            Console.WriteLine($"{failures} differences of layout, {differences.Count - failures} of values");
            return failures == 0 ? ExitCodes.Conforms : ExitCodes.Nonconforming;
        });
        return command;
    }

    private static StreamContents Contents(StreamFiles files, ParseResult parsed, Argument<string> argument)
    {
        var name = parsed.GetValue(argument)!;
        return StreamFiles.Named(name, () =>
        {
            var (reader, stream) = files.Open(parsed, name);
            using (stream)
            {
                return StreamContents.Read(reader);
            }
        });
    }

    private static Command Ram()
    {
        var file = StreamFiles.File("FILE");
        var output = new Option<string>("--out") { Description = "folder for the RAM blocks, one file each", DefaultValueFactory = _ => "out/ram" };
        var channels = new Option<string[]>("--channel") { Description = "a file with a multifd channel of the stream; may be repeated", DefaultValueFactory = _ => [] };
        var command = new Command("ram", "write the memory in a stream to files") { file, output, channels };
        var files = new StreamFiles(command);
        command.SetAction(parsed => StreamFiles.Named(parsed.GetValue(file)!, () =>
        {
            var (reader, stream) = files.Open(parsed, parsed.GetValue(file)!, leaveDevicesOpaque: false);
            var streams = new List<Stream> { stream };
            try
            {
                streams.AddRange(parsed.GetValue(channels)!.Select(File.OpenRead));
                using var folder = new RamFolder(parsed.GetValue(output)!);
                using var extractor = new RamExtractor(reader, streams.Skip(1).Select(one => new MultifdReader(one, new())), folder);
                extractor.Run();
                foreach (var (block, path, length) in folder.Files)
                {
                    Console.WriteLine($"{length,14}  {block}  {path}");
                }

                Console.Error.WriteLine($"{folder.PagesWritten} pages written");
                return folder.Files.Any() ? ExitCodes.Conforms : ExitCodes.NothingRan;
            }
            finally
            {
                streams.ForEach(one => one.Dispose());
            }
        }, parsed.GetValue(channels)!));
        return command;
    }
}
