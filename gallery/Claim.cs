namespace Exploration.Gallery;

/// <summary>What a program of the gallery should keep, and does not always.</summary>
public sealed class ClaimException(string message) : Exception(message);

/// <summary>Assertions.</summary>
public static class Claim
{
    public static void That(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ClaimException(otherwise);
        }
    }
}
