using System.Text;
using Migconf.Streams.Bytes;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;

namespace Migconf.Streams.Reading;

/// <summary>Reads the configuration. Facts: wire-format, section 1.</summary>
internal static class ConfigurationReader
{
    private const string Prefix = "configuration/";
    private const int LongestMachine = 4096;
    private const int MostCapabilities = 1024;
    private const int UuidLength = 16;

    /// <summary>Page bits of the targets that there are lie within.</summary>
    private const uint LeastBits = 9;
    private const uint MostBits = 24;

    internal static MachineConfiguration Read(ByteSource source)
    {
        source.Section = "configuration";
        var at = source.Position;
        source.Skip(1, "type");
        var length = source.U32("len");
        if (length > LongestMachine)
        {
            throw source.Fail(StructureFailures.BadConfiguration, "len", $"a machine name of {length} bytes");
        }

        var machine = Encoding.Latin1.GetString(source.Bytes(length, "name"));
        if (length > 0 && !ByteSource.IsName(machine))
        {
            throw source.Fail(StructureFailures.BadName, "name", "a machine name that is not all printable");
        }

        var parts = new List<ConfigurationPart>();
        while (source.Peek(1) is [ConfigurationPart.Mark])
        {
            parts.Add(Part(source));
            if (parts.Count > MostCapabilities)
            {
                throw source.Fail(StructureFailures.BadConfiguration, "", "subsections without end");
            }
        }

        source.Section = "";
        return new(machine, parts) { Offset = at, Scope = "configuration" };
    }

    private static ConfigurationPart Part(ByteSource source)
    {
        var at = source.Position;
        source.Skip(1, "type");
        var name = source.Name("name");
        var version = source.U32($"{name}/version");
        return name switch
        {
            PageBitsPart.FullName => new PageBitsPart(version, Bits(source, name)),
            CapabilityPart.FullName => new CapabilityPart(version, Capabilities(source, name)),
            UuidPart.FullName => new UuidPart(version, new Guid(source.Bytes(UuidLength, name), bigEndian: true)),
            _ => throw source.Fail(
                StructureFailures.BadConfiguration, name, name.StartsWith(Prefix, StringComparison.Ordinal) ? "no such subsection" : "no subsection of the configuration", at),
        };
    }

    private static uint Bits(ByteSource source, string name)
    {
        var bits = source.U32(name);
        return bits is >= LeastBits and <= MostBits
            ? bits
            : throw source.Fail(StructureFailures.BadConfiguration, name, $"pages of 2 to the power {bits} bytes");
    }

    private static List<string> Capabilities(ByteSource source, string name)
    {
        var count = source.U32(name);
        if (count > MostCapabilities)
        {
            throw source.Fail(StructureFailures.BadConfiguration, name, $"{count} capabilities");
        }

        var names = new List<string>();
        for (var index = 0; index < count; index++)
        {
            names.Add(source.Name($"{name}/{index}"));
        }

        return names;
    }
}
