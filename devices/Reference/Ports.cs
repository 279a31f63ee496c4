using Migconf.Devices.Descriptions;
using Migconf.Devices.Histories;
using static Migconf.Devices.Descriptions.Describe;

namespace Migconf.Devices.Reference;

/// <summary>Devices that move characters.</summary>
public static partial class ReferenceDevices
{
    /// <summary>An array that grows: without a check its count overruns an older receiver.</summary>
    private static History Serial => Of(
        "a serial port whose buffer became larger",
        new(Type("serial", U16("divider") with { AtRest = 12 }, U8("line-control"), U8("count"), Counted("received", "count", 4, Scalar.Byte)))
        {
            Path = "isa.0/0",
        },
        ("a buffer of 8", device => device.Fields(fields => fields.Change("received", Counted("received", "count", 8, Scalar.Byte)))),
        ("the count is checked before the array", device => device
            .Fields(fields => fields.Change("received", Check("count fits the buffer", Below("count", 9)), fields[^1]))),
        ("the trigger level, in a subsection that is needed too rarely", device => device
            .AddParts(Part("serial/trigger", AtLeast("trigger", 2), U8("trigger") with { High = 3 }))),
        ("the subsection is needed whenever the level is not at rest", device => device
            .Reshape(type => type with { Subsections = [type.Subsections[0] with { Needed = Not0("trigger") }] })));

    /// <summary>Types that change in place, one of them without any error.</summary>
    private static History Keyboard => Of(
        "a keyboard controller with numbers of changing kind",
        new(Type("keyboard", U8("command"), U8("status"), U8("pending"), Buffer("queue", 4)) with { Version = 3, MinimumVersion = 3 }) { Path = "isa.0/1" },
        ("pending may be negative", device => device.Fields(fields => fields.Change("pending", I8("pending")))),
        ("status has 16 bits", device => device.Fields(fields => fields.Change("status", U16("status")))),
        ("version 4: status has 8 bits again, and 32 from this version on", device => device
            .Reshape(type => type with { Version = 4 })
            .Fields(fields => fields.Change("status", U16("status") with { Exists = Before(4) }, U32("status") with { Since = 4 }))),
        ("version 3 is not loaded any more", device => device.Reshape(type => type with { MinimumVersion = 4 })
            .Fields(fields => [fields[0], U32("status"), fields[3], fields[4]])));

    /// <summary>A property that is on for machine types older than what it gates.</summary>
    private static History Tablet => Of(
        "a tablet whose property has the wrong default",
        new(Type("tablet", I32("x"), I32("y"), U8("buttons"))) { Path = "0000:00:04.0/1" },
        ("the wheel, in a subsection behind a property", device => device
            .Property("wheel", "7.2")
            .AddParts(Part("tablet/wheel", All(On("wheel"), Not0("wheel")), I8("wheel") with { OnlyWith = "wheel" }))),
        ("tilt, in a subsection; its property is on for 7.2 machines too", device => device
            .Property("tilt", "7.2")
            .AddParts(Part("tablet/tilt", All(On("tilt"), Not0("tilt")), I8("tilt") with { OnlyWith = "tilt" }))),
        ("tilt is on for 10.0 machines and newer", device => device.Property("tilt", "10.0")),
        ("the subsection of the wheel is called scroll", device => device.Reshape(type => type with
        {
            Subsections = [type.Subsections[0] with { Type = type.Subsections[0].Type with { Name = "tablet/scroll" } }, type.Subsections[1]],
        })));
}
