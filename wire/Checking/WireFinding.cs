namespace Migconf.Wire.Checking;

/// <summary>Something wrong with what arrived.</summary>
/// <param name="Id">An id of the error catalogue or of the failure classes of streams.</param>
/// <param name="Place">Where: a block, a section, a channel.</param>
/// <param name="Detail">What was found.</param>
public sealed record WireFinding(string Id, string Place, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Id}  {Place}: {Detail}";
}
