using Migconf.Streams.Bytes;
using Migconf.Streams.Descriptions;
using Migconf.Streams.Devices;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;

namespace Migconf.Streams.Reading;

/// <summary>Reads the main channel of a migration. Facts: wire-format, section 1.</summary>
public sealed class MigrationReader : ChannelReader
{
    private const int DeepestPackage = 4;
    private const string Ram = "ram";
    private readonly Dictionary<uint, SectionHeader> sections = [];
    private readonly DescriptionQueue descriptions;
    private readonly RamReader ram;
    private bool? footers;
    private int packages;

    /// <param name="stream">The stream, from where it stands. A description at the end of a file is looked for first.</param>
    /// <param name="options">How to read.</param>
    /// <param name="isRecovery">Whether it is the channel of a recovered postcopy, which has neither header nor
    /// configuration.</param>
    public MigrationReader(Stream stream, ReaderOptions options, bool isRecovery = false)
        : base(stream, options)
    {
        IsRecovery = isRecovery;
        Description = options.Description ?? (stream.CanSeek ? DescriptionFinder.Find(stream, options.MostMemory) : null);
        descriptions = new(options.LeaveDevicesOpaque ? null : Description);
        ram = new(Source, Payload) { PageSize = Description?.PageSize ?? VmDescription.UsualPageSize };
        footers = isRecovery ? true : null;
    }

    /// <summary>Describes the device sections; null when nothing does, or before the end of a pipe.</summary>
    public VmDescription? Description { get; private set; }

    /// <summary>Whether it is the channel of a recovered postcopy.</summary>
    public bool IsRecovery { get; }

    /// <summary>Bytes of a target page.</summary>
    public int PageSize => ram.PageSize;

    /// <summary>Whether sections end in footers; null as long as none ended.</summary>
    public bool? HasFooters => footers;

    /// <inheritdoc/>
    public override IEnumerable<StreamItem> Items()
    {
        if (!IsRecovery)
        {
            yield return Header();
            if (Source.Peek(1) is [MachineConfiguration.Mark])
            {
                yield return Configuration();
            }
        }

        foreach (var item in Elements(""))
        {
            yield return item;
        }

        if (Source.Peek(1) is [DescriptionItem.Mark])
        {
            yield return ReadDescription();
        }

        foreach (var item in Trailing(""))
        {
            yield return item;
        }
    }

    private StreamHeader Header()
    {
        if (Source.U32("magic") != StreamHeader.Magic)
        {
            throw Source.Fail(StructureFailures.NotAStream, "magic", "the first four bytes are not QEVM", 0);
        }

        var version = Source.U32("version");
        return version == StreamHeader.Current
            ? new StreamHeader(version) { Scope = "header" }
            : throw Source.Fail(StructureFailures.StreamVersion, "version", $"version {version}", 4);
    }

    private MachineConfiguration Configuration()
    {
        var configuration = ConfigurationReader.Read(Source);
        ram.HasAddresses = configuration.Capabilities.Contains("x-ignore-shared");
        ram.IsMapped = configuration.Capabilities.Contains("mapped-ram");
        ram.PageSize = configuration.Subsections.OfType<PageBitsPart>().FirstOrDefault() is { } part ? 1 << (int)part.Bits : ram.PageSize;
        return configuration;
    }

    /// <summary>The elements up to the end of the sections, or of the package.</summary>
    private IEnumerable<StreamItem> Elements(string scope)
    {
        while (scope.Length == 0 || !Source.AtEnd)
        {
            switch (Source.Peek(1))
            {
                case [0]:
                    yield return new EndOfSections { Offset = Source.Position, Scope = scope };
                    Source.Skip(1, "eof");
                    yield break;
                case [>= (byte)SectionKind.Start and <= (byte)SectionKind.Full]:
                    foreach (var item in Section(scope))
                    {
                        yield return item;
                    }

                    break;
                case [StreamCommand.Mark]:
                    var command = CommandReader.Read(Source, scope);
                    ram.PageSizes = command.Kind == CommandKind.PostcopyAdvise ? command.PageSizes : ram.PageSizes;
                    yield return command;
                    if (command.Kind == CommandKind.Packaged)
                    {
                        foreach (var item in Package(command, scope))
                        {
                            yield return item;
                        }
                    }

                    break;
                case [var other]:
                    throw Source.Fail(StructureFailures.UnknownSectionType, "type", $"no element begins with 0x{other:x2}");
                default:
                    throw Source.Fail(StructureFailures.CutShort, "type", "the stream ends without its end mark");
            }
        }
    }

    private IEnumerable<StreamItem> Package(StreamCommand command, string scope)
    {
        if (++packages > DeepestPackage)
        {
            throw Source.Fail(StructureFailures.PackageBroken, "PACKAGED", "packages within packages", command.Offset);
        }

        var outer = Source.Enter(command.Value, "PACKAGED");
        var below = scope.Length == 0 ? "package" : $"{scope}/package";
        foreach (var item in Elements(below))
        {
            yield return item;
        }

        foreach (var item in Trailing(below))
        {
            yield return item;
        }

        Source.Leave(outer);
        packages--;
    }

    private IEnumerable<StreamItem> Section(string scope)
    {
        var header = SectionStart(scope);
        var inside = scope.Length == 0 ? header.Title : $"{scope}/{header.Title}";
        Source.Section = header.Title;
        yield return header with { Scope = inside };
        if (header.Name == Ram)
        {
            if (header.Version != 4)
            {
                throw Source.Fail(RamFailures.Version, "version", $"version {header.Version}", header.Offset);
            }

            foreach (var item in ram.Part(inside))
            {
                yield return item;
            }
        }
        else
        {
            yield return Body(header, inside);
        }

        // Memory is read record by record: no footer was passed over in it.
        if (Footer(header, inside, header.Name == Ram ? Source.Position : header.Offset + header.Length) is { } footer)
        {
            yield return footer;
        }

        Source.Section = "";
    }

    private SectionHeader SectionStart(string scope)
    {
        var at = Source.Position;
        var kind = (SectionKind)Source.U8("type");
        var id = Source.U32("section id");
        if (kind is SectionKind.Start or SectionKind.Full)
        {
            var begun = new SectionHeader(kind, id, Source.Name("idstr"), Source.U32("instance"), Source.U32("version")) { Offset = at };
            return sections[id] = begun;
        }

        // A recovered postcopy goes on with the RAM section that the broken connection began.
        return sections.TryGetValue(id, out var known) ? known with { Kind = kind, Offset = at }
            : IsRecovery ? new(kind, id, Ram, 0, 4) { Offset = at }
            : throw Source.Fail(StructureFailures.UnknownSection, scope, $"no section {id} was begun", at);
    }

    private StreamItem Body(SectionHeader header, string scope)
    {
        var at = Source.Position;
        if (descriptions.Next(header) is not { } device)
        {
            return footers == false
                ? throw Source.Fail(StructureFailures.FooterMissing, "", "neither a description nor footers tell where the section ends")
                : new OpaqueBody(Source.Bytes(FooterSearch.Length(Source, header.Id, Options.MostMemory), "data")) { Offset = at, Scope = scope };
        }

        if (device.State.Version != header.Version && device.State.Version != 0)
        {
            throw Source.Fail(
                StructureFailures.DescriptionMismatch, "version", $"version {header.Version} here, {device.State.Version} in the description", header.Offset);
        }

        try
        {
            return new DeviceBody(DeviceDecoder.Decode(device, Source)) { Offset = at, Scope = scope };
        }
        catch (StreamException wrong) when (wrong.Failure == StructureFailures.DescriptionMismatch && footers != false)
        {
            throw Source.Fail(wrong.Failure, wrong.Path, $"{wrong.Detail}; the section's footer: {LostFooter.Place(Source, header.Id, at, at + device.State.Size)}", wrong.Offset);
        }
    }

    private SectionFooter? Footer(SectionHeader header, string scope, long begin)
    {
        var at = Source.Position;
        footers ??= Source.Peek(1) is [SectionFooter.Mark] || FooterSearch.Find(Source.Peek(LostFooter.Nearby), header.Id, isAll: true) >= 0
            || !FooterSearch.MayFollow(Source.Peek(FooterSearch.Lookahead));
        if (footers == false)
        {
            return null;
        }

        if (Source.Peek(1) is not [SectionFooter.Mark])
        {
            throw Source.Peek(1) is []
                ? Source.Fail(StructureFailures.CutShort, "footer", "the stream ends before the footer")
                : Source.Fail(StructureFailures.FooterMissing, "footer", LostFooter.Place(Source, header.Id, begin, at));
        }

        Source.Skip(1, "footer");
        var id = Source.U32("footer id");
        return id == header.Id
            ? new SectionFooter(id) { Offset = at, Scope = scope }
            : throw Source.Fail(StructureFailures.FooterMismatch, "footer", $"section {id} in the footer of section {header.Id}", at);
    }

    private DescriptionItem ReadDescription()
    {
        var at = Source.Position;
        Source.Skip(1, "type");
        Source.Section = "description";
        var item = new DescriptionItem(Source.Bytes(Source.U32("len"), "json")) { Offset = at, Scope = "description" };
        try
        {
            Description ??= DescriptionParser.Parse(item.Json);
        }
        catch (FormatException wrong)
        {
            throw Source.Fail(StructureFailures.DescriptionUnreadable, "json", wrong.Message, at);
        }

        return item;
    }
}
