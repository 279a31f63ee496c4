using System.Text;

namespace Migconf.Streams.Failures;

/// <summary>The catalogue as a page.</summary>
public static class FailurePage
{
    /// <summary>Markdown.</summary>
    public static string Write()
    {
        var page = new StringBuilder("# Failures of migration streams\n\n");
        page.Append("Written by `migconf stream failures`. `migconf explain ID` prints one of them.\n");
        foreach (var group in FailureCatalogue.All.GroupBy(one => one.Noticed))
        {
            page.Append($"\n## {Title(group.Key)}\n\n| id | what is wrong | why | how it shows in QEMU | remedy |\n|---|---|---|---|---|\n");
            foreach (var one in group)
            {
                page.Append($"| {one.Id} | {Cell(one.Sentence)} | {Cell(one.Cause)} | {Cell(one.Shows)} | {Cell(one.Remedy)} |\n");
            }
        }

        return page.ToString();
    }

    private static string Title(Noticing noticed) => noticed switch
    {
        Noticing.Reader => "Noticed by reading a stream (`stream verify`)",
        Noticing.Comparison => "Noticed by comparing two streams (`stream diff`)",
        Noticing.Converter => "Noticed by writing a stream for another receiver (`stream convert`)",
        _ => "Noticed by the receiver alone",
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
