using System.Text.Json;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;
using Migconf.Streams.Writing;

namespace Migconf.Streams.Converting;

/// <summary>Writes the items of a stream as a plain migration to a file has them: no answers asked for, nothing in packages, memory
/// before the devices and each page of it once.</summary>
/// <param name="target">For whom.</param>
/// <param name="check">What is known of the whole stream, with nothing speaking against it.</param>
/// <param name="hadFooters">Whether sections ended in footers.</param>
/// <param name="memory">Writes the memory.</param>
/// <param name="output">Where all goes.</param>
internal sealed class StreamRewriter(ConversionTarget target, ConversionCheck check, bool hadFooters, Func<bool, MemoryWriter> memory, Stream output)
{
    private const string Ram = "ram";
    private static readonly string[] OfTheMemory = ["x-ignore-shared", "mapped-ram"];
    private static readonly Version FirstWithSwitchoverStart = new(10, 0);
    private readonly List<string> changes = [];
    private SectionHeader? section;

    /// <summary>Writes it.</summary>
    internal ConversionResult Run(MigrationReader reader)
    {
        var configuration = Configuration();
        var hasFooters = HasFrame(hadFooters);
        var pages = memory(hasFooters);
        if (hasFooters != hadFooters)
        {
            changes.Add(hasFooters ? "sections end in footers" : "sections end without footers");
        }

        foreach (var item in reader.Items())
        {
            section = item as SectionHeader ?? section;
            if (section?.Name == Ram && item is not (StreamCommand or EndOfSections or DescriptionItem or TrailingBytes))
            {
                Memory(item, pages);
                continue;
            }

            // Devices come after the memory, commands of the switch after its pages.
            if (item is SectionHeader { Kind: SectionKind.Full } or EndOfSections { Scope: "" })
            {
                pages.End();
            }

            foreach (var one in Written(item, configuration, hasFooters))
            {
                if (one is StreamCommand)
                {
                    pages.Pages();
                }

                ItemWriter.Write(one, reader.Payload, output);
            }
        }

        return new(pages.Full, pages.Zero, [.. changes.Distinct()]);
    }

    private static void Memory(StreamItem item, MemoryWriter pages)
    {
        if (item is not SectionHeader part)
        {
            return;
        }

        if (!pages.HasStarted)
        {
            pages.Start(part);
        }
        else
        {
            pages.Pages();
        }

        if (part.Kind == SectionKind.End)
        {
            pages.End();
        }
    }

    /// <summary>What is written for an item.</summary>
    private StreamItem[] Written(StreamItem item, MachineConfiguration? configuration, bool hasFooters) => item switch
    {
        StreamHeader => configuration is null ? [item] : [item, configuration],
        DeviceBody or OpaqueBody => hasFooters ? [Body(item), new SectionFooter(section!.Id)] : [Body(item)],
        StreamCommand command => Command(command),
        DescriptionItem description => Description(description, configuration),
        TrailingBytes => LeftOut("bytes after the end"),
        MachineConfiguration or SectionFooter or EndOfSections { Scope.Length: > 0 } => [],
        _ => [item],
    };

    /// <summary>Nobody answers a file: of all commands only the one that a plain migration to a file has stays.</summary>
    private StreamItem[] Command(StreamCommand command) =>
        command.Kind == CommandKind.SwitchoverStart && (target.Release is not { } release || Version.Parse(release) >= FirstWithSwitchoverStart)
            ? [command]
            : LeftOut(command.Kind == CommandKind.Packaged ? "PACKAGED: what is in the package stands by itself" : command.Name);

    private StreamItem[] LeftOut(string what)
    {
        changes.Add($"left out: {what}");
        return [];
    }

    private StreamItem Body(StreamItem item)
    {
        if (item is not DeviceBody body || section is not { } begun)
        {
            return item;
        }

        var parts = body.State.Subsections.Where(part => !check.Dropped.Contains(new(begun.Name, begun.Instance, part.Name))).ToList();
        if (parts.Count == body.State.Subsections.Count)
        {
            return item;
        }

        changes.AddRange(body.State.Subsections.Except(parts).Select(part => $"left out: {begun.Title}: {part.Name}, which says what a reset says"));
        return body with { State = body.State with { Subsections = parts } };
    }

    private StreamItem[] Description(DescriptionItem description, MachineConfiguration? configuration)
    {
        if (MachineName.Parse(Machine) is { IsDescribed: false } && target.Machine is not null)
        {
            return LeftOut("the description of the devices");
        }

        try
        {
            return [new DescriptionItem(DescriptionRewriter.Rewrite(description.Json, configuration, check.Dropped))];
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new StreamException(StructureFailures.DescriptionUnreadable, "description", "json", description.Offset, wrong.Message);
        }
    }

    private string? Machine => target.Machine ?? check.Configuration?.Machine;

    /// <summary>The configuration that is written; null for none. What the form of the memory brought about goes with it.</summary>
    private MachineConfiguration? Configuration()
    {
        if (!HasFrame(check.Configuration is not null) || Machine is not { } name)
        {
            LeftOutIf(check.Configuration is not null, "the configuration");
            return null;
        }

        var parts = (check.Configuration?.Subsections ?? []).Select(Part).OfType<ConfigurationPart>().ToList();
        if (target.Uuid is { } uuid && uuid != Guid.Empty)
        {
            parts.Add(new UuidPart(1, uuid));
            changes.Add($"uuid {uuid}");
        }

        if (name != check.Configuration?.Machine)
        {
            changes.Add($"machine {check.Configuration?.Machine ?? "without a name"} is {name}");
        }

        return new(name, parts);
    }

    private ConfigurationPart? Part(ConfigurationPart part)
    {
        if (part is UuidPart && target.Uuid is not null)
        {
            LeftOutIf(true, part.Summary);
            return null;
        }

        if (part is not CapabilityPart capabilities)
        {
            return part;
        }

        var names = capabilities.Names.Except(OfTheMemory).ToList();
        LeftOutIf(names.Count < capabilities.Names.Count, $"capabilities {string.Join(", ", capabilities.Names.Intersect(OfTheMemory))}");
        return names.Count == 0 ? null : capabilities with { Names = names };
    }

    private void LeftOutIf(bool isSo, string what) => _ = isSo ? LeftOut(what) : [];

    /// <summary>Whether configuration or footers are written.</summary>
    /// <param name="had">Whether the stream has them.</param>
    private bool HasFrame(bool had) => target.Frame switch
    {
        Frame.Modern => true,
        Frame.Legacy => false,
        _ => target.Machine is null ? had : MachineName.Parse(target.Machine)?.IsLegacy switch { { } isLegacy => !isLegacy, null => had },
    };
}
