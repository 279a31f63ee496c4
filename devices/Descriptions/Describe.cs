namespace Migconf.Devices.Descriptions;

/// <summary>Words that let a description read like a table.</summary>
public static class Describe
{
    public static Field U8(string name) => new(name, new Scalar(1));

    public static Field U16(string name) => new(name, new Scalar(2));

    public static Field U32(string name) => new(name, new Scalar(4));

    public static Field U64(string name) => new(name, new Scalar(8));

    public static Field I8(string name) => new(name, new Scalar(1, IsSigned: true));

    public static Field I32(string name) => new(name, new Scalar(4, IsSigned: true));

    public static Field I64(string name) => new(name, new Scalar(8, IsSigned: true));

    public static Field Flag(string name) => new(name, new Scalar(1, IsBool: true));

    public static Field Buffer(string name, int size) => new(name, new FixedArray(Scalar.Byte, size));

    public static Field Array(string name, int count, Shape element) => new(name, new FixedArray(element, count));

    public static Field Counted(string name, string count, int capacity, Shape element) => new(name, new VariableArray(element, count, capacity));

    public static Field Struct(string name, StructDescription type) => new(name, new Nested(type));

    /// <summary>A struct that only groups: its members stand for what they stood for outside.</summary>
    public static Field Group(string name, StructDescription type) => new(name, new Nested(type)) { Stands = "" };

    public static Field List(string name, int longest, StructDescription type) => new(name, new LinkedList(type, longest)) { Since = type.Version };

    public static Field Pointers(string name, string present, StructDescription type, bool isMarked = false) =>
        new(name, new PointerArray(type, [.. present.Select(one => one == '1')], isMarked));

    public static Field Spare(string name, int size) => new(name, new Unused(size));

    public static Field Check(string name, Condition holds) => new(name, new Validated(holds));

    public static Condition Not0(string member) => new MemberIs(member, Relation.NotEqual, 0);

    public static Condition Below(string member, int value) => new MemberIs(member, Relation.Below, value);

    public static Condition AtLeast(string member, int value) => new MemberIs(member, Relation.AtLeast, value);

    public static Condition On(string property) => new PropertyIsOn(property);

    public static Condition Before(int version) => new VersionIs(Relation.Below, version);

    public static Condition All(params Condition[] parts) => new AllOf(parts);

    public static StructDescription Type(string name, params Field[] fields) => new(name) { Fields = fields };

    public static Subsection Part(string name, Condition needed, params Field[] fields) => new(Type(name, fields), needed);
}
