using Migconf.Devices.Descriptions;
using Migconf.Devices.State;
using Migconf.Devices.Streams;
using Xunit;
using static Migconf.Devices.Descriptions.Describe;

namespace Migconf.Tests.Devices;

/// <summary>Bytes written down by hand: what each shape is on the wire, and what each kind of damage is refused as.</summary>
public sealed class WireTests
{
    private const string Machine = "10.0";

    private static Device Device(params Field[] fields) => new(Type("d", fields));

    private static Members State(Device device, params (string Name, Value Value)[] values) =>
        Rest.Fit(new(values.ToDictionary(one => one.Name, one => one.Value)), new(device, Machine));

    private static Number N(Int128 amount) => new(amount);

    private static Elements E(params Value[] all) => new([.. all]);

    private static Members S(params (string Name, Value Value)[] values) => new(values.ToDictionary(one => one.Name, one => one.Value));

    /// <summary>The body of the section, without header, footer and end mark.</summary>
    private static string Body(Device device, Members state)
    {
        var (bytes, error) = Saver.Save(device, Machine, state);
        Assert.Null(error);
        return Convert.ToHexStringLower(bytes)[Header(device).Length..^12];
    }

    private static string Header(Device device) =>
        $"0400000014{device.Section.Name.Length:x2}{Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(device.Section.Name))}{device.Instance:x8}{device.State.Version:x8}";

    private static LoadError? Load(Device device, string body, string footer = "7e00000014", Device? source = null) =>
        Loader.Load(device, Machine, Convert.FromHexString($"{Header(source ?? device)}{body}{footer}00")).Error;

    private static void Fails(LoadErrorKind kind, string field, int offset, LoadError? error) =>
        Assert.Equal(new(kind, field, offset), error is null ? null : error with { Came = null, Own = null });

    [Fact]
    public void A_section_is_header_body_footer()
    {
        var device = new Device(Type("d", U8("a")) with { Version = 3 }) { Path = "p", Instance = 2 };
        var (bytes, _) = Saver.Save(device, Machine, State(device, ("a", N(9))));
        Assert.Equal("0400000014" + "03702f64" + "00000002" + "00000003" + "09" + "7e00000014" + "00", Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void Numbers_are_big_endian()
    {
        var device = Device(U8("a"), U16("b"), U32("c"), U64("d"), I8("e"), I32("f"), I64("g"), Flag("h"));
        var state = State(device, ("a", N(1)), ("b", N(0x0203)), ("c", N(0x04050607)), ("d", N(ulong.MaxValue)), ("e", N(-1)), ("f", N(-2)), ("g", N(long.MinValue)), ("h", N(1)));
        Assert.Equal("01" + "0203" + "04050607" + "ffffffffffffffff" + "ff" + "fffffffe" + "8000000000000000" + "01", Body(device, state));
        var (loaded, _, error) = Loader.Load(device, Machine, Saver.Save(device, Machine, state).Bytes);
        Assert.Null(error);
        Assert.Equal(state.ToString(), loaded!.ToString());
    }

    [Fact]
    public void Any_byte_but_0_reads_as_true()
    {
        var device = Device(Flag("a"));
        var (loaded, _, _) = Loader.Load(device, Machine, Convert.FromHexString($"{Header(device)}027e0000001400"));
        Assert.Equal(1, loaded!["a"]);
    }

    [Fact]
    public void Arrays_send_their_elements_and_no_count()
    {
        var device = Device(Buffer("a", 3), U8("n"), Counted("b", "n", 4, new Scalar(2)), Array("c", 2, new Nested(Type("s", U8("x")))));
        var state = State(device, ("a", E(N(1), N(2), N(3))), ("n", N(2)), ("b", E(N(4), N(5), N(6))), ("c", E(S(("x", N(7))), S(("x", N(8))))));
        Assert.Equal("010203" + "02" + "00040005" + "07" + "08", Body(device, state));
    }

    [Fact]
    public void Null_pointers_take_a_byte_and_marks_one_each()
    {
        var bare = Device(Pointers("p", "10", Type("s", U8("x"))));
        Assert.Equal("05" + "30", Body(bare, State(bare, ("p", E(S(("x", N(5))), Null.Instance)))));
        var marked = Device(Pointers("p", "11", Type("s", U8("x")), isMarked: true));
        Assert.Equal("3105" + "30", Body(marked, State(marked, ("p", E(S(("x", N(5))), Null.Instance)))));
    }

    [Fact]
    public void A_list_has_a_1_before_each_element_and_a_0_at_its_end()
    {
        var device = Device(List("l", 2, Type("s", U8("x"))));
        Assert.Equal("0107" + "0108" + "00", Body(device, State(device, ("l", E(S(("x", N(7))), S(("x", N(8))))))));
    }

    [Fact]
    public void Unused_bytes_are_zero_and_checks_send_nothing()
    {
        var device = Device(Spare("u", 2), U8("a"), Check("small", Below("a", 9)));
        Assert.Equal("0000" + "03", Body(device, State(device, ("a", N(3)))));
        Assert.Null(Load(device, "ffff03"));
        Fails(LoadErrorKind.Invalid, "small", 3, Load(device, "000009"));
    }

    [Fact]
    public void A_subsection_follows_the_fields_when_needed()
    {
        var device = new Device(Type("d", U8("a")) with { Subsections = [Part("d/s", Not0("b"), U8("b"))] });
        Assert.Equal("01", Body(device, State(device, ("a", N(1)))));
        Assert.Equal("01" + "05" + "03" + "642f73" + "00000001" + "02", Body(device, State(device, ("a", N(1)), ("b", N(2)))));
    }

    [Theory]
    [InlineData("01" + "0503642f73" + "00000001" + "02", null, 0)]
    [InlineData("01" + "0503642f73" + "00000101" + "02", null, 0)]
    [InlineData("01" + "0503642f73" + "00000002" + "02", LoadErrorKind.SubsectionTooNew, 10)]
    [InlineData("01" + "0503642f74" + "00000001" + "02", LoadErrorKind.UnknownSubsection, 1)]
    [InlineData("01" + "0503782f73" + "00000001" + "02", LoadErrorKind.FooterMissing, 1)]
    [InlineData("01" + "0501642f73" + "00000001" + "02", LoadErrorKind.FooterMissing, 1)]
    [InlineData("01" + "0503642f73" + "00000001" + "02" + "0503642f73" + "00000001" + "03", null, 0)]
    public void A_subsection_is_one_when_its_name_begins_as_the_parents(string body, LoadErrorKind? kind, int offset)
    {
        var device = new Device(Type("d", U8("a")) with { Subsections = [Part("d/s", Not0("b"), U8("b"))] });
        var error = Load(device, body);
        Assert.Equal(kind, error?.Kind);
        Assert.Equal(offset, error?.Offset ?? 0);
    }

    [Fact]
    public void A_data_byte_5_after_a_struct_is_legal()
    {
        var device = Device(Struct("s", Type("abc", U8("x"))), U8("a"), U8("b"));
        Assert.Null(Load(device, "010509"));
    }

    [Fact]
    public void Sections_are_found_by_name_instance_and_version()
    {
        var device = new Device(Type("d", U8("a")) with { Version = 3, MinimumVersion = 2 });
        Assert.Null(Load(device, "00"));
        Fails(LoadErrorKind.UnknownSection, "x", 0, Load(device, "00", source: device with { State = device.State with { Name = "x" } }));
        Fails(LoadErrorKind.UnknownSection, "d", 0, Load(device, "00", source: device with { Instance = 1 }));
        Fails(LoadErrorKind.VersionTooNew, "d", 0, Load(device, "00", source: device with { State = device.State with { Version = 4 } }));
        Fails(LoadErrorKind.VersionTooOld, "d", 0, Load(device, "00", source: device with { State = device.State with { Version = 1 } }));
        Assert.Null(Load(device with { Path = "q", Aliases = [new("d", 0)] }, "00", source: device));
    }

    [Fact]
    public void A_footer_must_follow_the_last_byte_read()
    {
        var device = Device(U8("a"));
        Fails(LoadErrorKind.FooterMissing, "footer", 1, Load(device, "0102"));
        Fails(LoadErrorKind.FooterMismatch, "footer", 1, Load(device, "01", footer: "7e00000015"));
        Fails(LoadErrorKind.StreamEnded, "a", 0, Load(Device(U64("a")), "", footer: ""));
    }

    [Fact]
    public void Guards_compare_with_the_receivers_own_value()
    {
        var equal = Device(new Field("a", new Scalar(1) { Guard = Guard.Equal }) { AtRest = 8 });
        Assert.Null(Load(equal, "08"));
        Fails(LoadErrorKind.NotEqual, "a", 1, Load(equal, "09"));
        var most = Device(new Field("a", new Scalar(4, IsSigned: true) { Guard = Guard.AtMost }) { AtRest = 8 });
        Assert.Null(Load(most, "00000008"));
        Fails(LoadErrorKind.AboveLimit, "a", 4, Load(most, "00000009"));
        Fails(LoadErrorKind.AboveLimit, "a", 4, Load(most, "ffffffff"));
    }

    [Fact]
    public void A_count_is_compared_with_nothing_and_a_negative_one_is_none()
    {
        var device = Device(I8("n"), Counted("a", "n", 2, Scalar.Byte));
        Assert.Null(Load(device, "020102"));
        Assert.Null(Load(device, "ff"));
        Fails(LoadErrorKind.Overrun, "a", 1, Load(device, "03010203"));
    }

    [Fact]
    public void Pointers_must_be_null_where_the_receivers_are()
    {
        var bare = Device(Pointers("p", "01", Type("s", U8("x"))));
        Assert.Null(Load(bare, "3005"));
        Fails(LoadErrorKind.NotNull, "p[0]", 0, Load(bare, "3105"));
        Fails(LoadErrorKind.UnknownMark, "p[0]", 0, Load(Device(Pointers("p", "1", Type("s", U8("x")), isMarked: true)), "3205"));
    }

    [Fact]
    public void List_elements_load_as_the_version_of_the_field()
    {
        var type = Type("s", U8("x"), U8("y") with { Since = 2 }) with { Version = 2, MinimumVersion = 1 };
        Fails(LoadErrorKind.ElementVersion, "s", 1, Load(Device(List("l", 2, type) with { Since = 0 }), "01050600"));
        Assert.Null(Load(Device(List("l", 2, type) with { Since = 1 }), "010500"));
    }

    [Fact]
    public void A_nested_struct_loads_as_its_own_newest_version_whatever_the_stream_is()
    {
        var nested = Type("s", U8("x"), U8("y") with { Since = 7 }) with { Version = 7 };
        var device = new Device(Type("d", Struct("s", nested)) with { Version = 2 });
        Assert.Null(Load(device, "0102", source: device with { State = device.State with { Version = 1 } }));
    }

    [Fact]
    public void A_test_decides_alone_and_reads_what_was_loaded_before()
    {
        var device = Device(U8("a"), U8("b") with { Exists = Not0("a"), Since = 99 });
        Assert.Null(Load(device, "00"));
        Assert.Null(Load(device, "0102"));
        Fails(LoadErrorKind.FooterMissing, "footer", 1, Load(device, "0002"));
    }

    [Fact]
    public void Hooks_set_defaults_before_and_refuse_after()
    {
        var device = new Device(Type("d", U8("a")) with
        {
            Subsections = [Part("d/s", Not0("b"), U8("b"))],
            BeforeLoad = [new("default") { Sets = new("b", 7) }],
            AfterLoad = [new("limit") { Requires = Below("b", 9) }],
        });
        var (loaded, assigned, _) = Loader.Load(device, Machine, Convert.FromHexString($"{Header(device)}017e0000001400"));
        Assert.Equal(7, loaded!["b"]);
        Assert.Equal(["b"], assigned);
        Fails(LoadErrorKind.HookRefused, "d", 11, Load(device, "010503642f730000000109"));
    }

    [Fact]
    public void A_hook_before_the_save_refuses()
    {
        var device = new Device(Type("d", U8("a")) with { BeforeSave = [new("idle") { Requires = Below("a", 1) }] });
        Assert.Null(Saver.Save(device, Machine, State(device)).Error);
        Assert.Equal(LoadErrorKind.SaveRefused, Saver.Save(device, Machine, State(device, ("a", N(1)))).Error?.Kind);
    }

    [Fact]
    public void A_property_is_on_for_its_machine_type_and_newer()
    {
        var device = Device(U8("a") with { Exists = On("p"), OnlyWith = "p" }) with { Properties = [new("p", "10.0")] };
        Assert.False(device.IsOn("p", "7.2"));
        Assert.True(device.IsOn("p", "10.0"));
        Assert.False(device.IsOn("q", "next"));
        var state = Rest.Fit(S(("a", N(5))), new(device, "7.2"));
        Assert.Equal(0, state["a"]);
        Assert.Equal("05", Body(device, State(device, ("a", N(5)))));
    }
}
