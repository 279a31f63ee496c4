namespace Migconf.Streams.Failures;

/// <summary>Every failure class, by id.</summary>
public static class FailureCatalogue
{
    /// <summary>All classes, in the order of their ids.</summary>
    public static IReadOnlyList<FailureClass> All { get; } =
        [.. StructureFailures.All, .. RamFailures.All, .. ChannelFailures.All, .. DeviceFailures.All, .. PairFailures.All, .. ConversionFailures.All];

    /// <summary>The class with an id, whatever its case; null when there is none.</summary>
    public static FailureClass? Find(string id) =>
        All.FirstOrDefault(one => one.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}
