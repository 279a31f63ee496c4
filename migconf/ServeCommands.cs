using System.CommandLine;
using Migconf.Reports;
using Migconf.Wire;
using Migconf.Wire.Faults;
using Migconf.Wire.Incoming;
using Migconf.Wire.Outgoing;

namespace Migconf.Cli;

/// <summary>The command that accepts a live migration, verifies it and sends it on.</summary>
internal sealed class ServeCommands
{
    private readonly Option<string> incoming = new("--incoming")
    {
        Description = "where the source migrates to: tcp:127.0.0.1:PORT (0 takes a free one) or unix:PATH", DefaultValueFactory = _ => "tcp:127.0.0.1:0",
    };

    private readonly Option<string?> forward = new("--forward") { Description = "send the machine on to this address, where a QEMU was started with -incoming; without it, it is only verified" };
    private readonly Option<int> channels = new("--channels") { Description = "multifd channels of the source, 0 to 255, as set there too; 0 is without multifd", DefaultValueFactory = _ => 0 };
    private readonly Option<int> requests = new("--requests") { Description = "how many pages to request out of turn in postcopy", DefaultValueFactory = _ => 32 };
    private readonly Option<bool> switchoverAck = new("--switchover-ack") { Description = "acknowledge the switchover, for a source with the capability switchover-ack" };
    private readonly Option<bool> forwardNoReturnPath = new("--forward-no-return-path") { Description = "send on without a return path" };
    private readonly Option<int> forwardChannels = new("--forward-channels") { Description = "multifd channels to the destination, 0 to 255; 0 is without multifd", DefaultValueFactory = _ => 0 };
    private readonly Option<bool> forwardPostcopy = new("--forward-postcopy") { Description = "let the guest run at the destination before its memory is complete" };
    private readonly Option<string[]> faults = new("--fault") { Description = FaultLanguage.Help, DefaultValueFactory = _ => [] };
    private readonly Option<double> patience = new("--patience") { Description = "how many seconds a side may stay silent", DefaultValueFactory = _ => 30 };
    private readonly Option<long> mostMemory = new("--most-memory") { Description = "how many MiB of guest memory to keep at most", DefaultValueFactory = _ => 4096 };
    private readonly OutputFile json = OutputFile.Json();

    internal static Command Command()
    {
        var parts = new ServeCommands();
        var command = new Command("serve", "accept a live migration of a real QEMU, verify it, and send it on; such as migconf serve --channels 2 --forward tcp:127.0.0.1:4444")
        {
            parts.incoming, parts.forward, parts.channels, parts.requests, parts.switchoverAck, parts.forwardNoReturnPath, parts.forwardChannels,
            parts.forwardPostcopy, parts.faults, parts.patience, parts.mostMemory, parts.json,
        };
        command.SetAction((parsed, cancel) => parts.Run(parsed, cancel));
        return command;
    }

    private async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        var limit = TimeSpan.FromSeconds(Within(parsed, patience, 0.001, 86_400));
        var from = Read(parsed.GetValue(incoming)!, WireAddress.Parse);
        var to = parsed.GetValue(forward) is { } text ? Read(text, WireAddress.Parse) : null;
        var plan = new FaultPlan(parsed.GetValue(faults)!.Select(one => Read(one, FaultLanguage.Parse)).ToList());
        var settings = new IncomingSettings
        {
            Channels = Within(parsed, channels, 0, 255), PageRequests = Within(parsed, requests, 0, 1_000_000),
            SwitchoverAck = parsed.GetValue(switchoverAck), Patience = limit, MostMemory = Within(parsed, mostMemory, 1, 1 << 20) << 20,
        };
        var sending = new OutgoingSettings
        {
            ReturnPath = !parsed.GetValue(forwardNoReturnPath), Channels = Within(parsed, forwardChannels, 0, 255),
            Postcopy = parsed.GetValue(forwardPostcopy), Patience = limit,
        };
        await using var listening = IncomingMigration.Listen(from, settings, plan, cancel);
        Console.Error.WriteLine($"listening on {listening.Address}");
        var result = await new ServeRun(listening, plan).Run(to, sending, cancel);
        Report(result, parsed.GetValue(json));
        return Code(result);
    }

    private static void Report(ServeResult result, string? file)
    {
        ServeReport.Write(result, file == "-" ? Console.Error : Console.Out);
        if (file == "-")
        {
            Console.WriteLine(ServeReport.Json(result));
        }
        else if (file is not null)
        {
            File.WriteAllText(file, ServeReport.Json(result) + "\n");
        }
    }

    /// <summary>With faults the question is whether all of them fired; without, whether the migration went well.</summary>
    private static int Code(ServeResult result) => result switch
    {
        { Unfired.Count: > 0 } => ExitCodes.NothingRan,
        { Fired.Count: > 0 } or { IsGood: true } => ExitCodes.Conforms,
        { Id: "MIG-WIRE-001" or "MIG-WIRE-002" or "MIG-WIRE-003" or "MIG-WIRE-004" } => ExitCodes.Inconclusive,
        _ => ExitCodes.Nonconforming,
    };

    internal static T Read<T>(string text, Func<string, T> parse)
    {
        try
        {
            return parse(text);
        }
        catch (FormatException wrong)
        {
            throw new ToolException("MIG-USAGE-001", wrong.Message, "migconf serve --help");
        }
    }

    internal static T Within<T>(ParseResult parsed, Option<T> option, T least, T most)
        where T : IComparable<T>
    {
        var value = parsed.GetValue(option)!;
        return value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? value
            : throw new ToolException("MIG-USAGE-001", $"{option.Name} {value} is not from {least} to {most}", "give a number within");
    }
}
