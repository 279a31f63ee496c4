namespace Migconf.Reports;

/// <summary>A law that a run broke, and where.</summary>
public sealed record BrokenLaw(string Id, string Sentence, string Detail)
{
    public override string ToString() => $"{Id}: {Sentence} ({Detail})";
}
