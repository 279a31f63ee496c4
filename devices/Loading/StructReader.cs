using Migconf.Devices.Descriptions;
using YamlDotNet.RepresentationModel;

namespace Migconf.Devices.Loading;

/// <summary>Reads the description of a struct.</summary>
internal sealed class StructReader(string file, Places places)
{
    private static readonly Dictionary<string, Scalar> Types = new()
    {
        ["bool"] = new(1, IsBool: true),
        ["u8"] = new(1), ["u16"] = new(2), ["u32"] = new(4), ["u64"] = new(8),
        ["i8"] = new(1, IsSigned: true), ["i16"] = new(2, IsSigned: true), ["i32"] = new(4, IsSigned: true), ["i64"] = new(8, IsSigned: true),
    };

    internal StructDescription Struct(YamlNode node) => Struct(new YamlEntries(file, node, Keys()));

    private static string[] Keys(params string[] more) =>
        ["name", "version", "minimum-version", "fields", "subsections", "before-save", "before-load", "after-load", .. more];

    private StructDescription Struct(YamlEntries map) => places.Remember(map, new StructDescription(map.Text("name"))
    {
        Version = map.Number("version", 1, 0, 255),
        MinimumVersion = map.Number("minimum-version", 0, 0, 255),
        Fields = [.. map.List("fields").Select(Field)],
        Subsections = [.. map.List("subsections").Select(Subsection)],
        BeforeSave = [.. map.List("before-save").Select(node => Hook(node, "text", "requires"))],
        BeforeLoad = [.. map.List("before-load").Select(node => Hook(node, "text", "sets"))],
        AfterLoad = [.. map.List("after-load").Select(node => Hook(node, "text", "sets", "requires"))],
    });

    private Subsection Subsection(YamlNode node)
    {
        var map = new YamlEntries(file, node, Keys("needed"));
        return new(Struct(map), Condition(map, map.Need("needed")));
    }

    private Hook Hook(YamlNode node, params string[] keys)
    {
        var map = new YamlEntries(file, node, keys);
        return new(map.OptionalText("text") ?? "")
        {
            Requires = map["requires"] is { } demand ? Condition(map, demand) : null,
            Sets = map["sets"] is { } set ? Assignment(set) : null,
        };
    }

    private Assignment Assignment(YamlNode node)
    {
        var map = new YamlEntries(file, node, "member", "value", "from", "when");
        _ = map.AtMostOne("value", "from") ?? throw map.Error(node, "neither 'value' nor 'from'", "say what the member is set to");
        return places.Remember(map, new Assignment(
            map.Text("member"), map.OptionalNumber("value", long.MinValue, ulong.MaxValue) ?? 0, map.OptionalText("from"),
            map["when"] is { } when ? Condition(map, when) : null));
    }

    private Field Field(YamlNode node)
    {
        var map = new YamlEntries(
            file, node, "name", "type", "struct", "unused", "check", "length", "counted-by", "capacity", "list", "pointers", "marked",
            "guard", "since", "when", "stands", "at-rest", "low", "high", "only-with");
        var kind = map.AtMostOne("type", "struct", "unused", "check")
            ?? throw map.Error(node, "a field has one of 'type', 'struct', 'unused', 'check'", "say what it is on the wire");
        Only(map, kind);
        var shape = kind switch
        {
            "unused" => new Unused((int)map.NumberOf(map.Need("unused"), 1, 4096)),
            "check" => new Validated(Condition(map, map.Need("check"))),
            _ => Repeated(map, kind == "type" ? Scalar(map) : new Nested(Struct(map.Need("struct")))),
        };
        return places.Remember(map, new Field(kind == "unused" ? map.OptionalText("name") ?? "unused" : map.Text("name"), shape)
        {
            Since = map.Number("since", 0, 0, 255),
            Exists = map["when"] is { } when ? Condition(map, when) : null,
            Stands = map["stands"] is YamlScalarNode { Value: "" } ? "" : map.OptionalText("stands"),
            AtRest = map.OptionalNumber("at-rest", long.MinValue, ulong.MaxValue) ?? 0,
            Low = map.OptionalNumber("low", long.MinValue, ulong.MaxValue),
            High = map.OptionalNumber("high", long.MinValue, ulong.MaxValue),
            OnlyWith = map.OptionalText("only-with"),
        });
    }

    /// <summary>Keys that mean nothing for this kind of field are refused.</summary>
    private static void Only(YamlEntries map, string kind)
    {
        string[] excess = kind switch
        {
            "type" => ["list", "pointers", "marked"],
            "struct" => ["guard", "at-rest", "low", "high"],
            _ => ["length", "counted-by", "capacity", "list", "pointers", "marked", "guard", "stands", "at-rest", "low", "high", "only-with"],
        };
        if (excess.FirstOrDefault(key => map[key] is not null) is { } wrong)
        {
            throw map.Error(map[wrong]!, $"'{wrong}' means nothing beside '{kind}'", "take it away");
        }

        if ((map["capacity"] is null) != (map["counted-by"] is null) || (map["marked"] is not null && map["pointers"] is null))
        {
            throw map.Error(map.Node, "'capacity' goes with 'counted-by', 'marked' with 'pointers'", "write both");
        }
    }

    private static Scalar Scalar(YamlEntries map) => Types[map.OneOf(map.Need("type"), [.. Types.Keys])] with
    {
        Guard = map["guard"] is not { } guard ? Guard.None : map.OneOf(guard, "equal", "at-most") == "equal" ? Guard.Equal : Guard.AtMost,
    };

    private static Shape Repeated(YamlEntries map, Shape element) => (map.AtMostOne("length", "counted-by", "list", "pointers"), element) switch
    {
        ("length", _) => new FixedArray(element, (int)map.NumberOf(map.Need("length"), 1, 4096)),
        ("counted-by", _) => new VariableArray(element, map.Text("counted-by"), (int)map.NumberOf(map.Need("capacity"), 1, 4096)),
        ("list", Nested nested) => new LinkedList(nested.Type, (int)map.NumberOf(map.Need("list"), 0, 4096)),
        ("pointers", Nested nested) => new PointerArray(nested.Type, Present(map), map.Flag("marked")),
        _ => element,
    };

    private static bool[] Present(YamlEntries map)
    {
        var text = map.Text("pointers");
        return text.Length is > 0 and <= 64 && text.All(letter => letter is '0' or '1')
            ? [.. text.Select(letter => letter == '1')]
            : throw map.Error(map.Need("pointers"), $"'{text}' is not allowed here", "write a 1 for each element that is there, a 0 for each null, in quotes");
    }

    private Condition Condition(YamlEntries map, YamlNode node) => ConditionText.Parse(map.TextOf(node)) is { } read
        ? places.Remember(node, read)
        : throw map.Error(node, $"'{node}' is no condition", "write as 'count < 9', 'property NAME', 'version >= 2', 'always', joined by 'and' and 'or'");
}
