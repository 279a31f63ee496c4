using System.Globalization;

namespace Migconf.ReferenceEngine.Options;

/// <summary>What kind of value an option takes.</summary>
public enum OptionKind
{
    Number,
    Flag,
    Text,
    List,

    /// <summary>None: null in QMP.</summary>
    Nothing,
}

/// <summary>A value of an option, in one canonical text.</summary>
public readonly record struct OptionValue(OptionKind Kind, string Text)
{
    /// <summary>The value as a number; null for anything else, also for a negative one.</summary>
    public ulong? Number => Kind == OptionKind.Number && ulong.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : null;

    public static OptionValue Of(ulong number) => new(OptionKind.Number, number.ToString(CultureInfo.InvariantCulture));

    public static OptionValue Of(bool flag) => new(OptionKind.Flag, flag ? "true" : "false");

    public static OptionValue Of(string text) => new(OptionKind.Text, text);

    public static readonly OptionValue Nothing = new(OptionKind.Nothing, "null");

    public override string ToString() => Text;
}
