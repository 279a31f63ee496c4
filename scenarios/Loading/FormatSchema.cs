namespace Migconf.Scenarios.Loading;

/// <summary>The published JSON Schemas (draft-07) of the file formats.</summary>
public static class FormatSchema
{
    private const string Prefix = "schema/";
    private const string Suffix = ".schema.json";

    public static IReadOnlyList<string> Names { get; } = [.. typeof(FormatSchema).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..^Suffix.Length])
        .Order(StringComparer.Ordinal)];

    /// <summary>The text of the schema of a format: <c>scenario</c>, <c>recording</c>.</summary>
    public static string Text(string format)
    {
        using var reader = new StreamReader(typeof(FormatSchema).Assembly.GetManifestResourceStream($"{Prefix}{format}{Suffix}")!);
        return reader.ReadToEnd();
    }
}
