using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migconf.Implementations.Guests;
using Migconf.Implementations.Hops;
using Migconf.Implementations.Qemu;
using Migconf.Reports;
using Migconf.Wire.Outgoing;

namespace Migconf.Cli;

/// <summary>The command that takes a running guest from a real QEMU through the reference into another, over and over.</summary>
internal sealed class HopCommand
{
    private const int MostShown = 10;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly Option<string[]> from = new("--from") { Description = "the source: a release, qemu-RELEASE, or a path; several may be given, and each is tried with each destination", DefaultValueFactory = _ => ["10.0"], AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> to = new("--to") { Description = "the destination, as the source; several may be given", DefaultValueFactory = _ => ["11.1"], AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> count = new("--count") { Description = "number of hops for each pair", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> machine = new("--machine") { Description = "machine type of both; without it, pc-i440fx-RELEASE of the older release" };
    private readonly Option<bool> noReturnPath = new("--no-return-path") { Description = "without a return path on either side of the reference" };
    private readonly Option<int> multifd = new("--multifd") { Description = "multifd channels of the source, 0 to 255; 0 is without multifd", DefaultValueFactory = _ => 0 };
    private readonly Option<string> compression = new("--compression") { Description = "how the source compresses pages on multifd channels", DefaultValueFactory = _ => "none" };
    private readonly Option<bool> postcopy = new("--postcopy") { Description = "the source switches to postcopy" };
    private readonly Option<bool> recover = new("--recover") { Description = "pause the source in postcopy, which breaks its connections, and let it resume" };
    private readonly Option<bool> preempt = new("--preempt") { Description = "postcopy with a channel for urgent pages (capability postcopy-preempt)" };
    private readonly Option<string[]> capability = new("--capability") { Description = "a further capability of the source, such as xbzrle; may be repeated", DefaultValueFactory = _ => [] };
    private readonly Option<int> forwardMultifd = new("--forward-multifd") { Description = "multifd channels to the destination, 0 to 255; 0 is without multifd", DefaultValueFactory = _ => 0 };
    private readonly Option<bool> forwardPostcopy = new("--forward-postcopy") { Description = "the reference switches to postcopy" };
    private readonly Option<bool> direct = new("--direct") { Description = "from QEMU to QEMU, without the reference, for comparison" };
    private readonly Option<string> accelerator = new("--accel") { Description = "accelerator of both QEMUs", DefaultValueFactory = _ => "tcg" };
    private readonly Option<int> pages = new("--pages") { Description = "number of 4 KiB pages that the guest keeps rewriting; it fills as many more once", DefaultValueFactory = _ => 512 };
    private readonly Option<int> bandwidth = new("--bandwidth") { Description = "limit in MiB per second for the source in precopy; a lower one makes more passes", DefaultValueFactory = _ => 96 };
    private readonly Option<double> patience = new("--patience") { Description = "how many seconds a hop may take", DefaultValueFactory = _ => 90 };
    private readonly OutputFile json = OutputFile.Json();

    private HopCommand()
    {
        compression.AcceptOnlyFromAmong("none", "zlib", "zstd");
        accelerator.AcceptOnlyFromAmong("tcg", "kvm");
    }

    internal static Command Command()
    {
        var parts = new HopCommand();
        var command = new Command("hop", "migrate a running guest from a real QEMU through the reference into another, and check every page; such as --from 7.2 --to 11.1 --count 50")
        {
            parts.from, parts.to, parts.count, parts.machine, parts.noReturnPath, parts.multifd, parts.compression, parts.postcopy, parts.recover, parts.preempt,
            parts.capability, parts.forwardMultifd, parts.forwardPostcopy, parts.direct, parts.accelerator, parts.pages, parts.bandwidth, parts.patience, parts.json,
        };
        command.SetAction((parsed, cancel) => parts.Run(parsed, cancel));
        return command;
    }

    private async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        var settings = Settings(parsed);
        var hops = ServeCommands.Within(parsed, count, 1, 1_000_000);
        var people = parsed.GetValue(json) == "-" ? Console.Error : Console.Out;
        people.WriteLine($"{"from",-10} {"to",-10} {"machine",-18} {"hops",5} {"failed",6} {"wrong pages",11} {"pages sent",10} {"seconds",8}");
        var rows = new JsonArray();
        var isGood = true;
        foreach (var source in parsed.GetValue(from)!)
        {
            foreach (var destination in parsed.GetValue(to)!)
            {
                var trial = new HopTrial(QemuBinary.Find(source), QemuBinary.Find(destination), settings);
                var row = await Pair(trial, hops, (source, destination), people, cancel);
                isGood &= row["failed"]!.GetValue<int>() + row["wrongPages"]!.GetValue<int>() == 0;
                rows.Add((JsonNode)row);
            }
        }

        Write(parsed.GetValue(json), rows);
        return isGood ? ExitCodes.Conforms : ExitCodes.Nonconforming;
    }

    private static async Task<JsonObject> Pair(HopTrial trial, int hops, (string From, string To) pair, TextWriter people, CancellationToken cancel)
    {
        var (failed, wrong, sent, words) = (0, 0, 0L, new List<string>());
        var clock = Stopwatch.StartNew();
        for (var hop = 1; hop <= hops; hop++)
        {
            var result = await trial.Run(cancel);
            failed += result.Words.Length > 0 ? 1 : 0;
            wrong += result.Wrong.Count();
            sent += result.Reference?.Image.Memory.Blocks.Sum(block => (long)block.Pages) ?? 0;
            words.AddRange(result.Words.Length > 0 ? [$"hop {hop}: {result.Words}"] : result.Complaints.Select(line => $"hop {hop}: {line}"));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pair.From} to {pair.To}: hop {hop} of {hops}, {result.Time.TotalSeconds:0.00} s, {(result.IsGood ? "right" : "WRONG")}"));
        }

        var seconds = clock.Elapsed.TotalSeconds;
        people.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{pair.From,-10} {pair.To,-10} {trial.Machine,-18} {hops,5} {failed,6} {wrong,11} {sent,10} {seconds,8:0.0}"));
        foreach (var line in words.Take(MostShown))
        {
            people.WriteLine($"  {line}");
        }

        return new()
        {
            ["from"] = pair.From, ["to"] = pair.To, ["machine"] = trial.Machine, ["hops"] = hops, ["failed"] = failed, ["wrongPages"] = wrong,
            ["pagesSent"] = sent, ["seconds"] = Math.Round(seconds, 1), ["words"] = new JsonArray([.. words.Select(line => (JsonNode)line)]),
        };
    }

    private HopSettings Settings(ParseResult parsed)
    {
        var isWithout = parsed.GetValue(noReturnPath);
        if (isWithout && (parsed.GetValue(postcopy) || parsed.GetValue(forwardPostcopy)))
        {
            throw new ToolException("MIG-USAGE-001", "postcopy needs a return path", "leave out --no-return-path");
        }

        if (parsed.GetValue(recover) && (!parsed.GetValue(postcopy) || parsed.GetValue(direct)))
        {
            throw new ToolException("MIG-USAGE-001", "--recover is of a postcopy through the reference", "add --postcopy, leave out --direct");
        }

        var rewritten = ServeCommands.Within(parsed, pages, 1, 2048);
        return new()
        {
            Machine = parsed.GetValue(machine), Accelerator = parsed.GetValue(accelerator)!, ReturnPath = !isWithout,
            Guest = new RewritingGuest(rewritten, rewritten), Channels = ServeCommands.Within(parsed, multifd, 0, 255), Compression = parsed.GetValue(compression)!,
            Postcopy = parsed.GetValue(postcopy), Bandwidth = ServeCommands.Within(parsed, bandwidth, 1, 4096), Recover = parsed.GetValue(recover), Preempt = parsed.GetValue(preempt), Capabilities = parsed.GetValue(capability)!,
            Direct = parsed.GetValue(direct), Patience = TimeSpan.FromSeconds(ServeCommands.Within(parsed, patience, 1, 86_400)),
            Forward = new OutgoingSettings
            {
                ReturnPath = !isWithout, Channels = ServeCommands.Within(parsed, forwardMultifd, 0, 255), Postcopy = parsed.GetValue(forwardPostcopy),
            },
        };
    }

    private static void Write(string? file, JsonArray rows)
    {
        var text = new JsonObject { ["tool"] = Tool.Version, ["pairs"] = rows }.ToJsonString(Indented);
        if (file == "-")
        {
            Console.WriteLine(text);
        }
        else if (file is not null)
        {
            File.WriteAllText(file, text + "\n");
        }
    }
}
