using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migconf.Wire.Memory;

namespace Migconf.Wire;

/// <summary>What became of a migration through the reference, for people and for programs.</summary>
public static class ServeReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>For people.</summary>
    public static void Write(ServeResult result, TextWriter output)
    {
        var (image, arrived) = (result.Image, result.Incoming);
        output.WriteLine($"{result.Outcome.ToString().ToLowerInvariant(),-12} {image.Configuration?.Machine ?? "nothing that names a machine"}{(result.Words.Length == 0 ? "" : $": {(result.Id is null ? "" : $"{result.Id} ")}{result.Words}")}");
        foreach (var block in image.Memory.Blocks)
        {
            output.WriteLine($"  block      {block.Name}  {block.Pages} pages, {block.Missing.Count()} missing, {block.MostArrivals} times at most, {block.Discarded} called stale");
        }

        output.WriteLine($"  pages      {string.Join(", ", Forms(image).Select(one => $"{one.Key} {one.Value}"))}");
        output.WriteLine(
            $"  channels   {arrived.Connections} connections, {arrived.Multifd} multifd with {arrived.Packets} packets in {arrived.Rounds} rounds, {arrived.Bytes} bytes");
        output.WriteLine($"  stream     {arrived.Parts} parts of memory, {arrived.LastPart} pages in the last one, {image.Devices.Count} devices, {image.Description?.Length ?? 0} bytes of description");
        output.WriteLine(
            $"  answers    {(arrived.HasReturnPath ? string.Join(", ", arrived.Answers.Select(one => $"{one.Key} {one.Value}")) : "no return path")}");
        if (image.WasPostcopy)
        {
            output.WriteLine($"  postcopy   {arrived.Requested} pages asked for, {arrived.Answered} came on the main stream, recovered {arrived.Recoveries} times");
        }

        if (result.Outgoing is { } sent)
        {
            output.WriteLine($"  sent on    {sent.Full} pages, {sent.Zero} zero pages, {sent.Requested} asked for, {sent.Bytes} bytes of the main stream");
        }

        output.WriteLine($"  time       {string.Join(", ", result.Phases.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Name} {one.Time.TotalSeconds:0.000} s")))}");
        WriteLines("fault      ", result.Fired.Select(fault => fault.Text), output);
        WriteLines("not fired  ", result.Unfired.Select(fault => fault.Text), output);
        WriteLines("", result.Findings.Select(finding => finding.ToString()), output);
    }

    /// <summary>For programs: one object.</summary>
    public static string Json(ServeResult result) => new JsonObject
    {
        ["outcome"] = result.Outcome.ToString().ToLowerInvariant(),
        ["id"] = result.Id,
        ["words"] = result.Words,
        ["machine"] = result.Image.Configuration?.Machine,
        ["blocks"] = new JsonArray([.. result.Image.Memory.Blocks.Select(Block)]),
        ["pages"] = new JsonObject(Forms(result.Image).Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
        ["incoming"] = JsonSerializer.SerializeToNode(result.Incoming, Camel),
        ["outgoing"] = JsonSerializer.SerializeToNode(result.Outgoing, Camel),
        ["devices"] = new JsonArray([.. result.Image.Devices.Select(device => (JsonNode)new JsonObject
        {
            ["name"] = device.Header.Name, ["instance"] = device.Header.Instance, ["version"] = device.Header.Version, ["bytes"] = device.Body.Length,
        })]),
        ["descriptionBytes"] = result.Image.Description?.Length ?? 0,
        ["postcopy"] = result.Image.WasPostcopy,
        ["seconds"] = new JsonObject(result.Phases.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)Math.Round(one.Time.TotalSeconds, 3)))),
        ["fired"] = new JsonArray([.. result.Fired.Select(fault => (JsonNode)fault.Text)]),
        ["notFired"] = new JsonArray([.. result.Unfired.Select(fault => (JsonNode)fault.Text)]),
        ["findings"] = new JsonArray([.. result.Findings.Select(one => (JsonNode)new JsonObject { ["id"] = one.Id, ["place"] = one.Place, ["detail"] = one.Detail })]),
    }.ToJsonString(Indented);

    private static JsonSerializerOptions Camel { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static IEnumerable<KeyValuePair<string, long>> Forms(MachineImage image) => Enum.GetValues<PageForm>()
        .Select(form => KeyValuePair.Create($"{char.ToLowerInvariant($"{form}"[0])}{$"{form}"[1..]}", image.Memory.Count(form))).Where(one => one.Value > 0);

    private static JsonNode Block(MemoryBlock block) => new JsonObject
    {
        ["name"] = block.Name, ["pages"] = block.Pages, ["missing"] = block.Missing.Count(), ["mostArrivals"] = block.MostArrivals, ["discarded"] = block.Discarded,
    };

    private static void WriteLines(string head, IEnumerable<string> lines, TextWriter output)
    {
        foreach (var line in lines)
        {
            output.WriteLine($"  {head}{line}");
        }
    }
}
