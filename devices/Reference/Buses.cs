using Migconf.Devices.Descriptions;
using Migconf.Devices.Histories;
using static Migconf.Devices.Descriptions.Describe;

namespace Migconf.Devices.Reference;

/// <summary>Devices that others hang on.</summary>
public static partial class ReferenceDevices
{
    /// <summary>A device that moves: without an alias nobody finds its section.</summary>
    private static History Bridge => Of(
        "a bridge that changes slot and name",
        new(Type("bridge", Buffer("config", 8), U8("secondary"), U8("subordinate"))) { Path = "0000:00:1e.0" },
        ("sits in another slot", device => device with { Path = "0000:00:1f.0" }),
        ("accepts the section of both slots", device => device with { Aliases = [new("0000:00:1e.0/bridge", 0), new("bridge", 0)] }),
        ("sits in a third slot, and accepts the section of the second", device => device with
        {
            Path = "0000:00:1d.0", Aliases = [.. device.Aliases, device.Section],
        }),
        ("is called root-port", device => device.Reshape(type => type with { Name = "root-port" })));

    /// <summary>A field whose test gives another answer on the two sides, and a field added in place.</summary>
    private static History SmBus => Of(
        "a bus controller whose field tests misfire",
        new Device(Type("smbus", U8("control"), U8("address"), U8("data"))) { Path = "0000:00:1f.3" }.Property("acpi-index", "7.2"),
        ("an index, present when the device has one", device => device
            .Fields(fields => [fields[0], U32("acpi-index") with { Exists = On("acpi-index"), OnlyWith = "acpi-index" }, .. fields.Skip(1)])),
        ("the property is on for all machine types", device => device.Property("acpi-index", "5.2")),
        ("the property is on for 7.2 machines and newer again", device => device.Property("acpi-index", "7.2")),
        ("a broadcast flag, in place", device => device.Fields(fields => [.. fields, Flag("broadcast")])));

    /// <summary>An array that grows in place, then a table that is compared with the receiver's own.</summary>
    private static History Interrupts => Of(
        "an interrupt controller with more and more inputs",
        new(Type("interrupts", U8("mask"), Array("level", 4, new Scalar(4)), U8("inputs") with { AtRest = 4 }) with { Version = 2, MinimumVersion = 1 }),
        ("8 inputs", device => device.Fields(fields => fields.Change("level", Array("level", 8, new Scalar(4))))),
        ("4 again; the other 4 in a subsection behind a property", device => device
            .Property("eight-inputs", "10.0")
            .Fields(fields => fields.Change("level", Array("level", 4, new Scalar(4))))
            .AddParts(Part("interrupts/more", On("eight-inputs"), Array("more-levels", 4, new Scalar(4)) with { OnlyWith = "eight-inputs" }))),
        ("the number of inputs must be equal on both sides", device => device
            .Fields(fields => fields.Change("inputs", new Field("inputs", new Scalar(1) { Guard = Guard.Equal }) { AtRest = 8 }))),
        ("the subsection has version 2", device => device.Reshape(type => type with
        {
            Subsections = [type.Subsections[0] with { Type = type.Subsections[0].Type with { Version = 2, MinimumVersion = 2 } }],
        })));
}
