namespace Migconf.Devices.Streams;

/// <summary>The bytes around the state of a device (facts: wire-format, section 1).</summary>
public static class Section
{
    /// <summary>The number of the section. Receivers accept any.</summary>
    public const int Id = 20;

    internal const byte Full = 0x04;
    internal const byte Subsection = 0x05;
    internal const byte Footer = 0x7e;
    internal const byte End = 0x00;
    internal const byte NullPointer = 0x30;
    internal const byte MarkedPointer = 0x31;

    /// <summary>Bytes of a big-endian number of 4 bytes.</summary>
    internal static byte[] Word(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    /// <summary>The start of a subsection up to its fields.</summary>
    internal static byte[] SubsectionHeader(string name, int version) =>
        [Subsection, (byte)name.Length, .. System.Text.Encoding.ASCII.GetBytes(name), .. Word(version)];

    /// <summary>The start of a section up to its body.</summary>
    internal static byte[] Header(string name, int instance, int version) =>
        [Full, .. Word(Id), (byte)name.Length, .. System.Text.Encoding.ASCII.GetBytes(name), .. Word(instance), .. Word(version)];
}
