using System.Text;
using Migconf.Properties.Exploring;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Reports;

/// <summary>What the corpus reaches, as Markdown tables.</summary>
public static class CoverageTable
{
    public static string Write(CorpusCoverage coverage)
    {
        var text = new StringBuilder();
        foreach (var side in new[] { Side.Source, Side.Destination })
        {
            Edges(text, coverage, side);
            Commands(text, coverage, side);
        }

        text.Append("Never sent, because:\n");
        foreach (var group in UnsentCommands.Of(coverage).GroupBy(one => one.Reason ?? "**no reason**"))
        {
            text.Append($"- {group.Key}: ");
            text.AppendJoin("; ", group.GroupBy(one => (one.Side, one.Command)).Select(one => $"{one.Key.Command} on the {one.Key.Side.Name()} in {string.Join(", ", one.Select(gap => gap.Status.QmpName()))}")).Append('\n');
        }

        text.Append('\n');
        var missed = coverage.MissedEdges().ToList();
        text.Append($"{missed.Count} edges not taken").Append(missed.Count == 0 ? ".\n" : ":\n");
        foreach (var (release, side, edge) in missed)
        {
            text.Append($"- {release.Name} {side.Name()}: {edge.From.QmpName()} to {edge.To.QmpName()} ({edge.Trigger})\n");
        }

        return text.ToString();
    }

    private static void Edges(StringBuilder text, CorpusCoverage coverage, Side side)
    {
        text.Append($"Edges of the {side.Name()}: x taken, – not taken, empty: not in the release.\n\n| from | to |");
        text.AppendJoin('|', Releases.All.Select(release => $" {release.Name} ")).Append("|\n|---|---|").Append(string.Concat(Releases.All.Select(_ => "---|"))).Append('\n');
        foreach (var edge in StatusGraph.Of(side))
        {
            text.Append($"| {edge.From.QmpName()} | {edge.To.QmpName()} |");
            text.AppendJoin('|', Releases.All.Select(release => !edge.IsIn(release) ? " " : coverage.Has(release, side, edge) ? " x " : " – ")).Append("|\n");
        }

        text.Append('\n');
    }

    private static void Commands(StringBuilder text, CorpusCoverage coverage, Side side)
    {
        var statuses = CorpusCoverage.StatusesOf(side);
        text.Append($"Commands on the {side.Name()} by the status last shown: ok accepted, no refused, both both, – never sent.\n\n| command |");
        text.AppendJoin('|', statuses.Select(status => $" {status.QmpName()} ")).Append("|\n|---|").Append(string.Concat(statuses.Select(_ => "---|"))).Append('\n');
        foreach (var command in CorpusCoverage.Commands)
        {
            text.Append($"| {command} |");
            text.AppendJoin('|', statuses.Select(status => coverage.Count(side, command, status) switch
            {
                (0, 0) => " – ",
                (0, _) => " no ",
                (_, 0) => " ok ",
                _ => " both ",
            })).Append("|\n");
        }

        text.Append('\n');
    }
}
