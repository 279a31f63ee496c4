using Migconf.Streams.Failures;

namespace Migconf.Compatibility.Damage;

/// <summary>Why the reader and QEMU may say different things of a damaged stream. Facts: wire-format, sections 4.1 and 8.</summary>
public static class Explanations
{
    private const string Description = "QEMU never reads the description at the end: it warns at most, and completes";
    private const string Neighbours = "one mistake, two names: the reader stops where the bytes stop making sense, QEMU where its own tables do";

    /// <summary>What the reader refuses and QEMU loads.</summary>
    private static readonly Dictionary<string, string> Accepted = new(StringComparer.Ordinal)
    {
        [StructureFailures.DescriptionUnreadable.Id] = Description,
        [StructureFailures.DescriptionMismatch.Id] = "QEMU does not notice sections that are missing or come twice, and never holds one against the description",
        [StructureFailures.TrailingBytes.Id] = "QEMU stops reading at the end of the stream",
        [StructureFailures.NoConfiguration.Id] = "",
    };

    /// <summary>The explanation; null when there is none.</summary>
    public static string? Of(Trial trial) => trial.Standing switch
    {
        Standing.BothAccept or Standing.SameClass => "",
        Standing.OnlyReader => Loaded(trial),
        Standing.OnlyQemu => trial.Said.Failure switch
        {
            null => "a check of the receiver's own devices: no stream shows what they refuse",
            { Noticed: not Noticing.Reader } failure => $"only the receiver can know: {failure.Sentence}",
            _ => null,
        },
        Standing.OtherClass => Neighbours,
        _ => null,
    };

    private static string? Loaded(Trial trial)
    {
        var inDescription = trial.ReadAt.StartsWith("description", StringComparison.Ordinal);
        return inDescription ? Description : Accepted.TryGetValue(trial.Read!.Id, out var why) && why.Length > 0 ? why : null;
    }
}
