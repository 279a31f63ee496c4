using System.Text.RegularExpressions;

namespace Migconf.Streams.Converting;

/// <summary>A versioned machine type: the board, and the release whose behaviour it keeps.</summary>
/// <param name="Board">Such as <c>pc-q35</c>.</param>
/// <param name="Version">Such as 10.0.</param>
public sealed partial record MachineName(string Board, Version Version)
{
    /// <summary>The last machine types without configuration and footers.</summary>
    private static readonly Version LastLegacy = new(2, 3);

    /// <summary>The last machine types without description.</summary>
    private static readonly Version LastUndescribed = new(2, 2);

    /// <summary>Whether a stream of it has neither configuration nor footers.</summary>
    public bool IsLegacy => Version <= LastLegacy;

    /// <summary>Whether a stream of it ends with a description of its devices.</summary>
    public bool IsDescribed => Version > LastUndescribed;

    /// <summary>The parts of a name; null for one without version, such as <c>isapc</c>.</summary>
    public static MachineName? Parse(string? name) => name is not null && Versioned().Match(name) is { Success: true } match
        ? new(match.Groups["board"].Value, Version.Parse(match.Groups["version"].Value))
        : null;

    [GeneratedRegex(@"^(?<board>.+)-(?<version>\d{1,3}\.\d{1,3})$")]
    private static partial Regex Versioned();
}
