using Migconf.Compatibility.Diagnosis;
using Migconf.Compatibility.Trials;
using Migconf.Implementations.Qemu;
using Migconf.Streams.Comparing;
using Migconf.Streams.Failures;
using Xunit;

namespace Migconf.Tests.Compatibility;

/// <summary>What QEMU says becomes a class, a section and a field; the releases' own streams say the rest.</summary>
public sealed class DiagnosisTests
{
    private static readonly Passage Back = new("11.1", "10.0");
    private static readonly LoadOutcome Fine = new(TransferEnd.Completed, "completed");

    [Theory]
    [InlineData("savevm: unsupported version 2 for 'ipmi-bmc-sim' v1 | load of migration failed: Invalid argument", "MIG-STREAM-042", "ipmi-bmc-sim", "")]
    [InlineData("Unknown savevm section or instance 'vga-isa' 0. Make sure that", "MIG-STREAM-049", "vga-isa", "")]
    [InlineData("Missing section footer for 0000:00:01.0/pciespscsi | load of migration failed: Invalid argument", "MIG-STREAM-007", "0000:00:01.0/pciespscsi", "")]
    [InlineData("Missing section footer for i8254: Section footer error, section_id: 20", "MIG-STREAM-007", "i8254", "")]
    [InlineData("load of migration failed: Invalid argument: error while loading state for instance 0x0 of device 'kvmclock': VM subsection 'kvmclock/foo' in 'kvmclock' does not exist", "MIG-STREAM-044", "kvmclock", "kvmclock/foo")]
    [InlineData("Failed to load i8254:channels | error while loading state for instance 0x0 of device 'i8254' | load of migration failed: Input/output error", "MIG-STREAM-004", "i8254", "i8254/channels")]
    [InlineData("Size mismatch: pc.ram: 0x1000000 != 0x800000: Invalid argument", "MIG-STREAM-060", "", "pc.ram")]
    [InlineData("8 != 9 | Failed to load PCIBUS:nirq | error while loading state for instance 0x0 of device 'PCIBUS'", "MIG-STREAM-053", "PCIBUS", "PCIBUS/nirq")]
    [InlineData("State blocked by non-migratable device '0000:00:01.0/nvme'", "MIG-STREAM-067", "0000:00:01.0/nvme", "")]
    [InlineData("Found a zero page with value 255 | load of migration failed: Invalid argument", "MIG-STREAM-024", "", "")]
    public void Words_of_QEMU_have_a_class(string words, string id, string section, string field)
    {
        var complaint = Complaint.Of(words);
        Assert.Equal((id, section, field), (complaint.Failure?.Id, complaint.Section, complaint.Field));
    }

    [Fact]
    public void Words_that_say_nothing_have_none() => Assert.Null(Complaint.Of("load of migration failed: Invalid argument").Failure);

    [Fact]
    public void A_missing_footer_is_explained_by_what_differs_in_its_section()
    {
        Difference[] differences =
        [
            new(DeviceFailures.FieldWidth, "globalstate 0", "runstate", "100 and 32"),
            new(DeviceFailures.NestedFieldsDiffer, "0000:00:01.0/esp 0", "esp/asc_mode", "the destination has no such field"),
        ];
        var found = Explain("Missing section footer for 0000:00:01.0/esp", differences);
        Assert.Equal(("MIG-STREAM-041", "MIG-COMPAT-002", "esp/asc_mode"), (found.Id, found.Compat, found.Field));
        var elsewhere = Explain("Missing section footer for i8254", differences);
        Assert.Equal(("MIG-STREAM-007", null), (elsewhere.Id, elsewhere.Compat));
    }

    [Fact]
    public void What_QEMU_says_plainly_is_not_overruled()
    {
        Difference[] differences = [new(DeviceFailures.FieldWidth, "virtio 0", "virtio", "45574 and 45578")];
        Assert.Equal("MIG-STREAM-064", Explain("VQ 0 vring.num 1024 exceeds allocated max 64 | error while loading state for instance 0x0 of device 'virtio'", differences).Id);
        Assert.Equal("MIG-STREAM-046", Explain("error while loading state for instance 0x0 of device 'virtio'", differences).Id);
    }

    [Fact]
    public void A_section_that_is_unknown_comes_with_what_the_destination_has_instead()
    {
        Difference[] differences = [new(DeviceFailures.OnlyInSource, "vga 0", "", "none"), new(DeviceFailures.OnlyInDestination, "vga-isa 0", "", "not sent")];
        Assert.Contains("the destination alone has vga-isa 0", Explain("Unknown section or instance 'vga' 0", differences).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_crash_and_a_hang_are_no_class_of_a_stream()
    {
        Assert.Equal("MIG-VMM-001", Diagnostician.Explain(Back, new(TransferEnd.Crashed, "ended by signal 6"), [], Fine).Id);
        Assert.Equal("MIG-VMM-002", Diagnostician.Explain(Back, new(TransferEnd.Hung, "still active"), [], Fine).Id);
        Assert.NotEmpty(Diagnostician.Explain(Back, new(TransferEnd.Crashed, ""), [], new(TransferEnd.Crashed, "")).Within);
    }

    [Fact]
    public void What_every_start_prints_is_left_out()
    {
        var words = QemuWords.Of("qemu-system-x86_64: warning: nic e1000.0 has no peer\nqemu-system-x86_64: -device x: bad | in $DIR/a\n", "");
        Assert.Equal("-device x: bad | in $DIR/a", words);
    }

    private static Break Explain(string words, Difference[] differences) => Diagnostician.Explain(Back, new(TransferEnd.Refused, words), differences, Fine);
}
