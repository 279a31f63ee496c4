using System.Text;
using Migconf.Compatibility.Diagnosis;
using Migconf.Implementations.Qemu;

namespace Migconf.Compatibility.Pages;

/// <summary>Why no stream was to be had from a QEMU, for a terminal.</summary>
public static class CaptureText
{
    /// <param name="outcome">What the QEMU did.</param>
    /// <param name="sender">The QEMU, as it was named.</param>
    public static string Write(LoadOutcome outcome, string sender)
    {
        var complaint = Complaint.Of(outcome.Words);
        var text = new StringBuilder($"NO STREAM  from {sender}{(complaint.Failure is { } known ? $"  {known.Id}, {known.Sentence}" : "")}\n");
        Line("QEMU says", outcome.Words);
        if (complaint.Section.Length > 0)
        {
            Line("where", complaint.Section);
        }

        if (complaint.Failure is { } failure)
        {
            Line("cause", failure.Cause);
            Line("remedy", failure.Remedy);
            Line("explain", $"migconf explain {failure.Id}");
        }

        return text.ToString();

        void Line(string label, string value) => text.Append($"  {label,-10} {value}\n");
    }
}
