namespace Migconf.Devices.Descriptions;

/// <summary>Something without which a description means nothing.</summary>
/// <param name="Text">What is wrong, in a sentence.</param>
/// <param name="At">What it is wrong of: a field, a struct, a condition, an assignment, a property; null for the whole device.</param>
/// <param name="Key">Which of its keys in a history file; empty for all of it.</param>
public sealed record Problem(string Text, object? At = null, string Key = "")
{
    /// <summary>What mends it.</summary>
    public string Remedy { get; init; } = "mend the description";

    public override string ToString() => Text;
}
