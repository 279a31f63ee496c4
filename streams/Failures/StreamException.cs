namespace Migconf.Streams.Failures;

/// <summary>A stream that cannot be read on: which class of failure, and where.</summary>
/// <param name="failure">The class.</param>
/// <param name="section">The section that was read, as <c>name (id)</c>; empty between sections.</param>
/// <param name="path">The field below the section, parts separated by <c>/</c>.</param>
/// <param name="offset">The byte of the stream at which it was noticed.</param>
/// <param name="detail">What was found, and what had to be there.</param>
/// <param name="file">The file that is read, where it is one of several; else empty.</param>
public sealed class StreamException(FailureClass failure, string section, string path, long offset, string detail, string file = "")
    : Exception($"{(file.Length == 0 ? "" : $"{file}: ")}{Place(section, path)} at byte {offset}: {detail}")
{
    /// <summary>The class.</summary>
    public FailureClass Failure { get; } = failure;

    /// <summary>The section that was read, as <c>name (id)</c>; empty between sections.</summary>
    public string Section { get; } = section;

    /// <summary>The field below the section.</summary>
    public string Path { get; } = path;

    /// <summary>The byte of the stream at which it was noticed.</summary>
    public long Offset { get; } = offset;

    /// <summary>What was found, and what had to be there.</summary>
    public string Detail { get; } = detail;

    /// <summary>The same, said of a file.</summary>
    public StreamException In(string file) => new(Failure, Section, Path, Offset, Detail, file);

    private static string Place(string section, string path) =>
        section.Length == 0 ? path : path.Length == 0 ? section : $"{section}: {path}";
}
