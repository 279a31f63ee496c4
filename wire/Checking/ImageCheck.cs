using Migconf.Streams.Checking;
using Migconf.Streams.Items;
using Migconf.Streams.Reading;
using Migconf.Streams.Writing;
using Migconf.Wire.Memory;

namespace Migconf.Wire.Checking;

/// <summary>Is a machine that arrived sound: is all memory there, and do the devices agree with their description.</summary>
public static class ImageCheck
{
    private const int MostShown = 8;

    /// <summary>What is wrong; nothing for a sound machine.</summary>
    /// <param name="image">The machine, once its stream has ended.</param>
    /// <param name="hasEnded">Whether the memory's section was ended.</param>
    public static IReadOnlyList<WireFinding> Of(MachineImage image, bool hasEnded = true)
    {
        var findings = new List<WireFinding>();
        if (image.Ram is null || image.Memory.Blocks.Count == 0)
        {
            findings.Add(new("MIG-WIRE-009", "ram", "no memory arrived"));
        }
        else if (!hasEnded)
        {
            findings.Add(new("MIG-WIRE-009", "ram", "its section was never ended"));
        }

        // Pages of these are not in the stream.
        if (image.Configuration?.Capabilities.Contains("x-ignore-shared") != true)
        {
            findings.AddRange(image.Memory.Blocks.Select(Complete).OfType<WireFinding>());
        }

        if (image.Devices.Count == 0)
        {
            findings.Add(new("MIG-WIRE-009", "devices", "no device section arrived"));
        }

        findings.AddRange(Described(image));
        return findings;
    }

    private static WireFinding? Complete(MemoryBlock block)
    {
        var missing = block.Missing.ToList();
        var shown = string.Join(", ", missing.Take(MostShown).Select(page => $"0x{(long)page * block.PageSize:x}"));
        return missing.Count == 0
            ? null
            : new("MIG-WIRE-009", block.Name, $"{missing.Count} of {block.Pages} pages never arrived, or were stale and did not come again: {shown}{(missing.Count > MostShown ? ", …" : "")}");
    }

    /// <summary>Writes the stream again without its memory, and verifies that: bodies are decoded by their description then.</summary>
    private static List<WireFinding> Described(MachineImage image)
    {
        if (image.Description is null)
        {
            return [];
        }

        using var stream = new MemoryStream();
        foreach (var item in Items(image))
        {
            ItemWriter.Write(item, new Payload(new(stream, 0)), stream);
        }

        stream.Position = 0;
        return new StreamVerifier(new MigrationReader(stream, new ReaderOptions())).Run().Findings
            .Select(one => new WireFinding(one.Failure.Id, one.Place, one.Detail)).ToList();
    }

    private static IEnumerable<StreamItem> Items(MachineImage image)
    {
        yield return new StreamHeader(StreamHeader.Current);
        if (image.Configuration is { } configuration)
        {
            yield return configuration;
        }

        foreach (var device in image.Devices)
        {
            yield return device.Header;
            yield return new OpaqueBody(device.Body);
            if (image.HasFooters)
            {
                yield return new SectionFooter(device.Header.Id);
            }
        }

        yield return new EndOfSections();
        yield return new DescriptionItem(image.Description!);
    }
}
