using System.Text;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Reports;

/// <summary>The statuses of a migration by release and side, as a Markdown page with diagrams.</summary>
public static class StatePage
{
    public static string Write()
    {
        var page = new StringBuilder("# Statuses\n\n")
            .Append("Written by `migconf states` from `reference-engine/Vocabulary/StatusGraph.cs`; law STATE-1 holds every run to it. Facts:\n")
            .Append("control-plane, section 1.\n");
        foreach (var side in new[] { Side.Source, Side.Destination })
        {
            page.Append($"\n## {(side == Side.Source ? "Source" : "Destination")}\n");
            foreach (var same in Releases.All.GroupBy(release => Diagram(side, release)))
            {
                page.Append($"\n### {string.Join(", ", same.Select(release => release.Name))}\n\n```mermaid\n{same.Key}```\n");
            }

            page.Append("\n| from | to | when | releases |\n|---|---|---|---|\n");
            foreach (var edge in StatusGraph.Of(side))
            {
                var releases = Releases.All.Where(edge.IsIn).Select(release => release.Name).ToList();
                page.Append($"| {edge.From.QmpName()} | {edge.To.QmpName()} | {edge.Trigger} | {(releases.Count == Releases.All.Count ? "all" : string.Join(", ", releases))} |\n");
            }
        }

        return page.ToString();
    }

    private static string Diagram(Side side, Release release)
    {
        var text = new StringBuilder("stateDiagram-v2\n");
        foreach (var edge in StatusGraph.Of(side).Where(edge => edge.IsIn(release)))
        {
            text.Append($"  {Name(edge.From)} --> {Name(edge.To)}\n");
        }

        return text.ToString();
    }

    /// <summary>Hyphens are arrows in a diagram.</summary>
    private static string Name(MigrationStatus status) =>
        status == MigrationStatus.None ? "[*]" : status.QmpName().Replace('-', '_');
}
