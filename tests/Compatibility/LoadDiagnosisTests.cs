using Migconf.Compatibility.Loading;
using Migconf.Compatibility.Pages;
using Migconf.Devices.Dumps;
using Migconf.Implementations.Qemu;
using Migconf.Streams.Bytes;
using Migconf.Streams.Checking;
using Migconf.Streams.Comparing;
using Migconf.Streams.Devices;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Xunit;

namespace Migconf.Tests.Compatibility;

/// <summary>Why a load failed: from QEMU's words, the stream itself, and what the destination would send.</summary>
public sealed class LoadDiagnosisTests
{
    private const string Watchdog = "0000:00:03.0/i6300esb_wdt";
    private const string UnknownWatchdog = $"Unknown savevm section or instance '{Watchdog}' 0. Make sure that your current VM setup matches";

    private static readonly DeviceTypes Types = new(new Dictionary<string, IReadOnlyList<string>> { ["i6300esb_wdt"] = ["i6300esb"] });

    private static readonly StreamContents Machine = Stream("pc-q35-10.0", 16, Section("i8254", 100), Section(Watchdog, 200));

    private static SectionContents Section(string name, long offset) => new(
        new SectionHeader(SectionKind.Full, 1, name, 0, 1) { Offset = offset },
        new StateStructure(name, null, "device", name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..], 1, [new StateLeaf("a", null, "uint8", WireValue.U8(1)), new StateLeaf("n", null, "uint8 equal", WireValue.U8(1))], []));

    private static StreamContents Stream(string machine, ulong mebibytes, params SectionContents[] sections) =>
        new(new MachineConfiguration(machine, []) { Offset = 8 }, [new RamBlock("pc.ram", mebibytes << 20) { Offset = 49 }], sections);

    private static LoadReport Refused(string words, StreamContents sent, StreamContents? own, Finding? damage = null, params string[] options) =>
        LoadDiagnosis.Of(new(new(TransferEnd.Refused, words), "qemu-11.1", options, sent, damage, own, Types));

    [Fact]
    public void Without_options_the_streams_own_are_named()
    {
        var report = Refused("Machine type received is 'pc-q35-10.0' and local is 'pc-i440fx-11.1'", Machine, Stream("pc-i440fx-11.1", 128));
        Assert.Equal(("MIG-STREAM-068", "configuration", "name", 8L), (report.Break!.Id, report.Break.Section, report.Break.Field, report.Offset));
        Assert.Contains("-- -machine pc-q35-10.0 -m 16M", report.Advice[0], StringComparison.Ordinal);
        Assert.Equal("MIG-STREAM-060", Assert.Single(report.Also).Failure!.Id);
    }

    [Fact]
    public void Another_machine_type_and_another_size_of_memory_are_named()
    {
        var machine = Refused("Machine type received is 'pc-q35-10.0' and local is 'pc-q35-7.2'", Machine, Stream("pc-q35-7.2", 16), null, "-machine", "pc-q35-7.2");
        Assert.Contains("give it -machine pc-q35-10.0", machine.Advice[0], StringComparison.Ordinal);
        var memory = Refused("Size mismatch: pc.ram: 0x1000000 != 0x2000000: Invalid argument", Machine, Machine with { Blocks = [new("pc.ram", 32 << 20)] }, null, "-m", "32");
        Assert.Equal(("MIG-STREAM-060", 49L), (memory.Break!.Id, memory.Offset));
        Assert.Contains("-m 16M", Assert.Single(memory.Advice), StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_type_that_the_destination_does_not_have_is_said_to_be_missing_there()
    {
        var report = Refused("unsupported machine type: \"pc-q35-11.1\" | Use -machine help", Stream("pc-q35-11.1", 16), null, null, "-machine", "pc-q35-11.1");
        Assert.Equal("MIG-STREAM-068", report.Break!.Id);
        Assert.StartsWith("qemu-11.1 has no machine type pc-q35-11.1", Assert.Single(report.Advice), StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_the_destination_lacks_is_named_as_the_command_line_names_it()
    {
        var report = Refused(UnknownWatchdog, Machine, Machine with { Sections = [Machine.Sections[0]] }, null, "-m", "16");
        Assert.Equal(("MIG-STREAM-049", 200L), (report.Break!.Id, report.Offset));
        Assert.Contains("give it -device i6300esb,addr=3", Assert.Single(report.Advice), StringComparison.Ordinal);
        Assert.Null(Types.Option("0000:00:03.0/none"));
        Assert.Equal("-device i6300esb", Types.Option("i6300esb_wdt"));
    }

    [Fact]
    public void A_device_in_another_slot_is_no_missing_one()
    {
        var report = Refused(UnknownWatchdog, Machine, Machine with { Sections = [Machine.Sections[0], Section("0000:00:05.0/i6300esb_wdt", 0)] }, null, "-m", "16");
        Assert.Equal("MIG-STREAM-048", report.Break!.Id);
        Assert.Contains("addr= on both", Assert.Single(report.Advice), StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_nothing_was_sent_to_is_told_of_a_load_that_completed()
    {
        var own = Machine with { Sections = [.. Machine.Sections, Section("0000:00:04.0/e1000", 0)] };
        var report = LoadDiagnosis.Of(new(new(TransferEnd.Completed, "completed"), "qemu-11.1", [], Machine, null, own, Types));
        Assert.Equal(("MIG-STREAM-050", "0000:00:04.0/e1000 0"), (Assert.Single(report.Also).Failure!.Id, report.Also[0].Section));
        Assert.Null(report.Break);
        Assert.Empty(LoadDiagnosis.Of(new(new(TransferEnd.Completed, "completed"), "qemu-11.1", [], Machine, null, Machine, Types)).Also);
    }

    [Fact]
    public void Damage_of_the_stream_explains_vague_words_and_no_plain_ones()
    {
        Finding cut = new(StructureFailures.CutShort, $"{Watchdog} (1)", 230, "the file ends");
        var vague = Refused($"error while loading state for instance 0x0 of device '{Watchdog}' | load of migration failed: Input/output error", Machine, Machine, cut, "-m", "16");
        Assert.Equal(("MIG-STREAM-004", 230L), (vague.Break!.Id, vague.Offset));
        Assert.Contains(vague.Advice, words => words.Contains("take the stream again", StringComparison.Ordinal));
        var wrong = Refused($"Missing section footer for {Watchdog}", Machine, Machine, cut with { Failure = StructureFailures.FooterMissing }, "-m", "16");
        Assert.Contains("not sound in itself", Assert.Single(wrong.Advice), StringComparison.Ordinal);
        var plain = Refused("Size mismatch: pc.ram: 0x1000000 != 0x2000000: Invalid argument", Machine, Machine, cut, "-m", "16");
        Assert.Equal(("MIG-STREAM-060", "MIG-STREAM-004"), (plain.Break!.Id, Assert.Single(plain.Also).Failure!.Id));
    }

    [Fact]
    public void The_field_is_found_in_the_stream()
    {
        var report = Refused("1 != 2 | Failed to load i8254:n | error while loading state for instance 0x0 of device 'i8254'", Machine, Machine, null, "-m", "16");
        var header = Machine.Sections[0].Header;
        Assert.Equal(("MIG-STREAM-053", header.Offset + header.Length + 1), (report.Break!.Id, report.Offset));
    }

    [Fact]
    public void The_text_names_place_words_cause_remedy_and_what_to_read()
    {
        var report = Refused(UnknownWatchdog, Machine, Machine with { Sections = [Machine.Sections[0]] }, null, "-m", "16");
        var text = LoadText.Write(report, "a.mig", "qemu-11.1");
        Assert.StartsWith("REFUSED  a.mig  qemu-11.1  MIG-STREAM-049, refused\n  where      0000:00:03.0/i6300esb_wdt at byte 200\n  QEMU says  Unknown savevm", text, StringComparison.Ordinal);
        Assert.Matches("(?s)\n  class .*\n  cause .*\n  remedy .*\n  explain    migconf explain MIG-STREAM-049\n  here ", text);
        using var json = System.Text.Json.JsonDocument.Parse(LoadJson.Write(report, "a.mig", "qemu-11.1", ["-m", "16"]));
        Assert.Equal(("MIG-STREAM-049", 200L), (json.RootElement.GetProperty("class").GetString(), json.RootElement.GetProperty("offset").GetInt64()));
    }

    [Fact]
    public void Types_of_a_dump_are_named_as_a_command_line_takes_them()
    {
        const string Dump = """
            {"vmschkmachine":{"Name":"m"},
             "virtio-rng-device":{"Description":{"name":"virtio-rng","version_id":1,"minimum_version_id":1}},
             "i6300esb":{"Description":{"name":"i6300esb_wdt","version_id":1,"minimum_version_id":1}},
             "isa-pit":{"Description":{"name":"i8254","version_id":3,"minimum_version_id":2}}}
            """;
        var types = DeviceTypes.Of(Migconf.Devices.Dumps.Dump.Load("dump", Dump), new HashSet<string> { "virtio-rng-pci", "virtio-rng-device", "i6300esb" });
        Assert.Equal("-device virtio-rng-pci,addr=1f.2", types.Option("0000:00:1f.2/virtio-rng"));
        Assert.Equal("-device i6300esb,addr=3", types.Option(Watchdog));
        Assert.Null(types.Option("i8254"));
    }
}
