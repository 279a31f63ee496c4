namespace Migconf.ReferenceEngine.Vocabulary;

/// <summary>Which of the two virtual machine monitors (VMMs) of a migration is meant.</summary>
public enum Side
{
    /// <summary>The VMM the guest leaves.</summary>
    Source,

    /// <summary>The VMM the guest arrives in.</summary>
    Destination,
}

public static class Sides
{
    public static Side Other(this Side side) => side == Side.Source ? Side.Destination : Side.Source;

    public static string Name(this Side side) => side == Side.Source ? "source" : "destination";
}
