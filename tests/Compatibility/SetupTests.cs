using Migconf.Compatibility.Trials;
using Migconf.Implementations.Qemu;
using Xunit;

namespace Migconf.Tests.Compatibility;

/// <summary>A device gets what it asks for when that can be had, once.</summary>
public sealed class SetupTests
{
    [Fact]
    public void A_device_gets_the_bus_and_the_backend_it_asks_for()
    {
        var plain = Setup.Plain("scsi-hd", "pc-q35-10.0");
        var onBus = Needs.Meet(plain, "-device scsi-hd: No 'SCSI' bus found for device 'scsi-hd'")!;
        var full = Needs.Meet(onBus, "-device scsi-hd: drive property not set")!;
        Assert.Equal(["-device", "scsi-hd,drive=drive0"], full.Words.TakeLast(2));
        Assert.Contains("virtio-scsi-pci", full.Words);
        Assert.True(plain.IsPlain);
        Assert.False(full.IsPlain);
    }

    [Fact]
    public void It_gets_nothing_twice()
    {
        var once = Needs.Meet(Setup.Plain("pci-bridge", "m"), "Bridge chassis not specified.")!;
        Assert.Null(Needs.Meet(once, "Bridge chassis not specified."));
    }

    [Fact]
    public void An_option_ROM_that_a_release_lacks_is_left_out() => Assert.Equal(
        "e1000,romfile=", Needs.Meet(Setup.Plain("e1000", "m"), "-device e1000: failed to find romfile \"efi-e1000.rom\"")!.Words[^1]);

    [Theory]
    [InlineData("vhost-user-blk-pci", "chardev is mandatory")]
    [InlineData("tpm-tis", "'tpmdev' property is required")]
    [InlineData("Haswell-x86_64-cpu", "empty char device")]
    public void What_cannot_be_had_is_not_given(string device, string words) => Assert.Null(Needs.Meet(Setup.Plain(device, "m"), words));

    [Fact]
    public void A_processor_takes_the_place_of_the_machines_own() =>
        Assert.Equal(["-machine", "m", "-m", "8", "-cpu", "Haswell"], Setup.Plain("Haswell-x86_64-cpu", "m").Words);

    [Fact]
    public void Modules_of_the_machines_own_QEMU_are_hidden_and_the_releases_are_not()
    {
        using var root = new TemporaryFile("none", "");
        var own = Directory.CreateDirectory(Path.Combine(root.Folder, "usr/lib/x86_64-linux-gnu/qemu")).FullName;
        var others = Directory.CreateDirectory(Path.Combine(root.Folder, "others")).FullName;
        File.WriteAllText(Path.Combine(own, "a.so"), "a");
        File.WriteAllText(Path.Combine(others, "a.so"), "another a");
        Assert.Equal(own, Modules.FolderOf(root.Folder, others));
        File.WriteAllText(Path.Combine(others, "b.so"), "b");
        var folder = Modules.FolderOf(root.Folder, others);
        Assert.Equal("a", File.ReadAllText(Path.Combine(folder, "a.so")));
        Assert.Equal("", File.ReadAllText(Path.Combine(folder, "b.so")));
        Assert.Equal(folder, Modules.FolderOf(root.Folder, others));
    }
}
