using Migconf.Devices.Descriptions;
using Migconf.Devices.Histories;
using static Migconf.Devices.Descriptions.Describe;

namespace Migconf.Devices.Reference;

/// <summary>Devices that hold data.</summary>
public static partial class ReferenceDevices
{
    /// <summary>Version numbers: forward only.</summary>
    private static History Block => Of(
        "a disk whose version numbers were raised",
        new(Type("block", U8("status"), U64("sector"), List("requests", 2, Type("block-request", U32("tag"), U16("length"))))) { Path = "0000:00:06.0" },
        ("version 2: the error register", device => device.Reshape(type => type with
        {
            Version = 2, MinimumVersion = 1, Fields = [.. type.Fields, U8("error") with { Since = 2 }],
        })),
        ("the write cache, in a subsection without property", device => device
            .AddParts(Part("block/cache", Not0("dirty"), U32("dirty")))),
        ("version 1 is not loaded any more", device => device.Reshape(type => type with { MinimumVersion = 2 })),
        ("requests have a priority, and their struct a version that the list does not", device => device.Fields(fields => fields.Change(
            "requests",
            List("requests", 2, Type("block-request", U32("tag"), U16("length"), U8("priority") with { Since = 2 }) with { Version = 2, MinimumVersion = 2 }) with
            {
                Since = 1,
            }))));

    /// <summary>A pointer array that began to mark its elements, and a state that blocks migration.</summary>
    private static History Tpm => Of(
        "a crypto device with pointers and a veto",
        new(Type("tpm", U8("state"), Pointers("sessions", "10", Type("tpm-session", U32("handle"), U16("counter"))))) { Path = "tpm0" },
        ("two sessions from the start", device => device
            .Fields(fields => [fields[0], Pointers("sessions", "11", Type("tpm-session", U32("handle"), U16("counter")))])),
        ("sessions are marked", device => device
            .Fields(fields => [fields[0], Pointers("sessions", "11", Type("tpm-session", U32("handle"), U16("counter")), isMarked: true)])),
        ("a device that executes does not migrate", device => device.Reshape(type => type with
        {
            BeforeSave = [new("nothing executes") { Requires = Below("state", 3) }],
        })),
        ("the counter of a session is two numbers", device => device.Fields(fields =>
        [
            fields[0],
            Pointers("sessions", "11", Type("tpm-session", U32("handle"), U8("counter-high"), U8("counter-low")), isMarked: true),
        ])));

    /// <summary>A configuration that the receiver compares with its own.</summary>
    private static History Balloon => Of(
        "a balloon whose configuration is compared",
        new(Type("balloon", U32("actual"), U32("target"), new Field("queues", new Scalar(2) { Guard = Guard.AtMost }) { AtRest = 2 }, Buffer("statistics", 4)))
        {
            Path = "0000:00:07.0",
        },
        ("three queues", device => device.Fields(fields => fields.Change("queues", fields[2] with { AtRest = 3 }))),
        ("statistics are dropped, unused bytes stay", device => device.Fields(fields => [.. fields.Take(3), Spare("was-statistics", 4)])),
        ("the spare bytes are dropped", device => device.Fields(fields => [.. fields.Take(3)])),
        ("free page hints, needed by a mode that starts on", device => device.AddParts(
            Part("balloon/hints", Not0("hint-mode"), U8("hint-mode") with { AtRest = 1 }, U32("hint")))));
}
