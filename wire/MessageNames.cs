using Migconf.Streams.Items;

namespace Migconf.Wire;

/// <summary>What a message is called in the language of faults and in reports: its kind, and which one of the kind.</summary>
internal static class MessageNames
{
    /// <param name="item">What is read or written.</param>
    /// <param name="section">The name of the section it is in; empty outside.</param>
    internal static (string Kind, string Detail) Of(StreamItem item, string section) => item switch
    {
        StreamHeader => ("header", ""),
        MachineConfiguration => ("configuration", ""),
        SectionHeader begun => (begun.Kind.ToString().ToLowerInvariant(), begun.Name),
        OpaqueBody or DeviceBody => ("body", section),
        SectionFooter => ("footer", section),
        EndOfSections => ("eof", ""),
        DescriptionItem => ("vmdesc", ""),
        StreamCommand command => (Dashed(command.Name), command.Kind == CommandKind.Ping ? $"{command.Value}" : command.Block),
        RamSetup => ("setup", ""),
        RamBlock block => ("block", block.Name),
        RamPage page => (Of(page.Form), page.Block),
        RamMark mark => (mark.Flags switch { RamFlags.EndOfPart => "end-of-part", RamFlags.MultifdFlush => "flush", _ => "hook" }, ""),
        MultifdHello hello => ("hello", $"{hello.Channel}"),
        MultifdPacket packet => ((packet.Flags & MultifdPacket.Sync) == 0 ? "packet" : "sync", packet.Block),
        ReturnMessage message => (Dashed(message.Name), message.Kind == ReturnKind.Pong ? $"{message.Value}" : message.Block),
        ArrivedPages => ("bitmap", ""),
        _ => ("other", ""),
    };

    /// <summary>Kinds that travel from source to destination, on the main stream and on further channels.</summary>
    internal static IReadOnlyList<string> Forward { get; } =
    [
        "header", "configuration", "start", "part", "end", "full", "body", "footer", "eof", "vmdesc", "setup", "block", "page", "zero",
        "xbzrle", "compressed", "end-of-part", "flush", "hook", "hello", "packet", "sync", "other",
        .. Enum.GetValues<CommandKind>().Select(kind => Dashed(new StreamCommand(kind, 0).Name)),
    ];

    /// <summary>Kinds that travel from destination to source.</summary>
    internal static IReadOnlyList<string> Back { get; } =
        [.. Enum.GetValues<ReturnKind>().Select(kind => Dashed(new ReturnMessage(kind, 0).Name)), "bitmap", "other"];

    /// <summary>All kinds.</summary>
    internal static IReadOnlyList<string> Kinds { get; } = [.. Forward.Concat(Back).Distinct()];

    private static string Of(RamFlags form) => form switch
    {
        RamFlags.Zero => "zero",
        RamFlags.Delta => "xbzrle",
        RamFlags.Compressed => "compressed",
        _ => "page",
    };

    private static string Dashed(string name) => name.ToLowerInvariant().Replace('_', '-');
}
