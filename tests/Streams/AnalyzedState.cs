using System.Text.Json.Nodes;
using Migconf.Streams.Bytes;
using Migconf.Streams.Devices;
using Migconf.Streams.Items;

namespace Migconf.Tests.Streams;

/// <summary>A stream's state in the form in which analyze-migration.py, the usual script, prints it.</summary>
internal static class AnalyzedState
{
    internal static JsonObject Of(IEnumerable<StreamItem> items)
    {
        var result = new JsonObject();
        var sizes = new JsonObject();
        SectionHeader? section = null;
        foreach (var item in items)
        {
            section = item as SectionHeader ?? section;
            switch (item)
            {
                case RamSetup:
                    result[section!.Title] = new JsonObject { ["section sizes"] = sizes };
                    break;
                case RamBlock block:
                    sizes[block.Name] = $"0x{block.Used:x16}";
                    break;
                case DeviceBody body:
                    result[section!.Title] = Structure(body.State);
                    break;
            }
        }

        return result;
    }

    private static JsonObject Structure(StateStructure state)
    {
        var result = new JsonObject();
        foreach (var field in state.Fields)
        {
            if (field.Index is null)
            {
                result[field.Name] = Value(field);
            }
            else
            {
                var list = result[field.Name] as JsonArray;
                if (list is null)
                {
                    result[field.Name] = list = [];
                }

                list.Add(Value(field));
            }
        }

        foreach (var part in state.Subsections)
        {
            result[part.Name] = Structure(part);
        }

        return result;
    }

    private static JsonNode? Value(StateNode node) => node switch
    {
        StateStructure { Type: "tmp" } whole => Bytes(whole.Inside("").Select(leaf => leaf.Value)),
        StateStructure inner => Structure(inner),
        StateLeaf { Type: "timer" or "CPU_Double_U" } leaf => Bytes([leaf.Value]),
        StateLeaf { Type: "bool" } leaf => leaf.Value.Number != 0,
        StateLeaf leaf => leaf.Value.ToString(),
        _ => null,
    };

    private static JsonValue Bytes(IEnumerable<WireValue> values)
    {
        using var output = new MemoryStream();
        foreach (var value in values)
        {
            value.WriteTo(output);
        }

        return JsonValue.Create(WireValue.Bytes(output.ToArray()).ToString());
    }
}
