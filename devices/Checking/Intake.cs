using Migconf.Devices.Descriptions;

namespace Migconf.Devices.Checking;

/// <summary>A number that a receiver read.</summary>
/// <param name="Key">What it stands for.</param>
/// <param name="Path">The receiver's field.</param>
/// <param name="Kind">As what it is read.</param>
/// <param name="Offset">Bytes from the start of the section's body.</param>
internal sealed record Intake(string Key, string Path, Scalar Kind, int Offset)
{
    internal int End => Offset + Kind.Width;
}
