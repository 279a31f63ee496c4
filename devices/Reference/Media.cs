using Migconf.Devices.Descriptions;
using Migconf.Devices.Histories;
using static Migconf.Devices.Descriptions.Describe;

namespace Migconf.Devices.Reference;

/// <summary>Devices with rings, voices and pictures.</summary>
public static partial class ReferenceDevices
{
    private static StructDescription Ring => Type("ring", U64("base"), U16("head"), U16("tail"));

    /// <summary>A nested struct that grows: its version is not on the wire.</summary>
    private static History Network => Of(
        "a network card whose rings grew",
        new(Type("network", Buffer("mac", 6), U32("control"), Array("rings", 2, new Nested(Ring)))) { Path = "0000:00:03.0" },
        ("rings know their size: version 2 of the nested struct", device => device.Fields(fields => fields.Change(
            "rings", Array("rings", 2, new Nested(Ring with { Version = 2, Fields = [.. Ring.Fields, U16("size") with { Since = 2, AtRest = 16 }] }))))),
        ("the size is sent in a subsection of the ring", device => device.Fields(fields => fields.Change(
            "rings", Array("rings", 2, new Nested(Ring with { Subsections = [Part("ring/size", new MemberIs("size", Relation.NotEqual, 16), U16("size") with { AtRest = 16 })] }))))),
        ("the ring is called queue, its subsection is not", device => device.Fields(fields => fields.Change(
            "rings", Array("rings", 2, new Nested(((Nested)((FixedArray)fields[^1].Shape).Element).Type with { Name = "queue" }))))));

    /// <summary>A field that is dropped twice: first with unused bytes in its place, then one without.</summary>
    private static History Audio => Of(
        "a sound card that lost registers",
        new(Type("audio", U32("position"), U16("volume") with { AtRest = 80 }, U8("legacy-mode"), U8("tone"), Array("voices", 2, new Scalar(2)))) { Path = "0000:00:08.0" },
        ("the legacy mode is dropped, an unused byte stays", device => device.Fields(fields => fields.Change("legacy-mode", Spare("was-legacy", 1)))),
        ("the tone is dropped", device => device.Fields(fields => fields.Change("tone"))),
        ("the volume is moved into a subsection", device => device
            .Fields(fields => fields.Change("volume"))
            .AddParts(Part("audio/volume", new MemberIs("volume", Relation.NotEqual, 80), U16("volume") with { AtRest = 80 }))),
        ("a volume of 100 is assumed where none comes", device => device.Reshape(type => type with
        {
            BeforeLoad = [new("loud by default") { Sets = new("volume", 100) }],
        })));

    /// <summary>What a release adds with a default of its own is not what older releases did.</summary>
    private static History Display => Of(
        "a display whose defaults moved",
        new(Type("display", U16("width") with { AtRest = 640 }, U16("height") with { AtRest = 480 }, U8("depth") with { AtRest = 8 })) { Path = "0000:00:02.0" },
        ("a cursor, in a subsection that is always needed", device => device
            .AddParts(Part("display/cursor", All(), U16("cursor-x"), U16("cursor-y")))),
        ("the subsection stays behind a property", device => device
            .Property("cursor", "7.2")
            .Reshape(type => type with { Subsections = [type.Subsections[0] with { Needed = On("cursor") }] })),
        ("blank lines, on where nothing comes", device => device
            .AddParts(Part("display/blank", All(On("blank"), Not0("blank")), Flag("blank") with { OnlyWith = "blank" }))
            .Property("blank", "11.1")
            .Reshape(type => type with { BeforeLoad = [new("blank lines are new") { Sets = new("blank", 1, When: On("cursor")) }] })),
        ("a subsection whose name is not the display's", device => device
            .AddParts(Part("vga/palette", Not0("palette"), U8("palette")))));
}
