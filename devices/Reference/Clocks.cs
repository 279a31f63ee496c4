using Migconf.Devices.Descriptions;
using Migconf.Devices.Histories;
using static Migconf.Devices.Descriptions.Describe;

namespace Migconf.Devices.Reference;

/// <summary>Devices that count time.</summary>
public static partial class ReferenceDevices
{
    /// <summary>Every step as it should be: all releases exchange their state.</summary>
    private static History Timer => Of(
        "a timer that grew without a break",
        new(Type("timer", U32("control"), U64("next-tick"), U32("period"), Flag("irq"))) { Path = "hpet0" },
        ("one-shot mode, in a subsection behind a property", device => device
            .Property("one-shot", "7.2")
            .AddParts(Part("timer/one-shot", All(On("one-shot"), Not0("one-shot")), Flag("one-shot") with { OnlyWith = "one-shot" }))),
        ("the period is called interval", device => device
            .Fields(fields => fields.Change("period", U32("interval") with { Stands = "period" }))),
        ("control and the next tick are grouped", device => device
            .Fields(fields => [Group("registers", Type("timer-registers", U32("control"), U64("next-tick"))), .. fields.Skip(2)])),
        ("a check that every state passes", device => device
            .Fields(fields => [.. fields, Check("irq is a flag", Below("irq", 2))])));

    /// <summary>A hook that computes what was loaded again, later one that refuses.</summary>
    private static History Watchdog => Of(
        "a watchdog whose hooks know better than the stream",
        new(Type("watchdog", U16("limit") with { AtRest = 60 }, U16("left") with { AtRest = 60 }, Flag("enabled"), U8("action") with { High = 5 })) { Path = "0000:00:05.0" },
        ("the time left is set again after a load", device => device.Reshape(type => type with
        {
            AfterLoad = [new("starts the countdown") { Sets = new("left", 0, "limit", Not0("enabled")) }],
        })),
        ("the countdown goes on where it was", device => device.Reshape(type => type with { AfterLoad = [] })),
        ("actions above 3 are refused", device => device.Reshape(type => type with
        {
            AfterLoad = [new("knows four actions") { Requires = Below("action", 4) }],
        })),
        ("two registers change places", device => device.Fields(fields => [fields[1], fields[0], .. fields.Skip(2)])));
}
