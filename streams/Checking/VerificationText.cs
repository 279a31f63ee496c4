using System.Text;

namespace Migconf.Streams.Checking;

/// <summary>What verifying a stream came to, for a terminal: each finding with its remedy where its class comes for the first time.</summary>
public static class VerificationText
{
    /// <param name="found">What it came to.</param>
    /// <param name="name">The stream's.</param>
    public static string Write(Verification found, string name)
    {
        var text = new StringBuilder();
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var finding in found.Findings)
        {
            text.Append($"{finding.Failure.Id}  {name}  {finding.Place} at byte {finding.Offset}: {finding.Failure.Sentence} ({finding.Detail})\n");
            if (told.Add(finding.Failure.Id))
            {
                text.Append($"  cause      {finding.Failure.Cause}\n  remedy     {finding.Failure.Remedy}\n  explain    migconf explain {finding.Failure.Id}\n");
            }
        }

        return text.Append($"{(found.Findings.Count == 0 ? "sound" : "UNSOUND"),-8} {name}  {found.Items} items, {Extent(found)}\n").ToString();
    }

    /// <summary>How far it was read, and of how much.</summary>
    private static string Extent(Verification found) => found.Size is { } size && size != found.Bytes
        ? $"read to byte {found.Bytes} of {size}"
        : $"{found.Bytes} bytes";
}
