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
            Options(text, coverage, side);
        }

        text.Append("Never sent, because:\n");
        foreach (var group in UnsentCommands.Of(coverage).GroupBy(one => one.Reason ?? "**no reason**"))
        {
            text.Append($"- {group.Key}: ");
            text.AppendJoin("; ", group.GroupBy(one => (one.Side, one.Command)).Select(one => $"{one.Key.Command} on the {one.Key.Side.Name()} in {string.Join(", ", one.Select(gap => gap.Status.QmpName()))}")).Append('\n');
        }

        text.Append("\nNever set, because:\n");
        foreach (var group in UnsetOptions.Of(coverage).GroupBy(one => one.Reason ?? "**no reason**"))
        {
            text.Append($"- {group.Key}: ");
            text.AppendJoin("; ", group.GroupBy(one => (one.Side, one.Status)).Select(one =>
                $"{(one.Count() == CorpusCoverage.Options.Count() ? "all" : string.Join(", ", one.Select(gap => gap.Option)))} on the {one.Key.Side.Name()} in {one.Key.Status.QmpName()}")).Append('\n');
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

    private static void Commands(StringBuilder text, CorpusCoverage coverage, Side side) => Table(
        text, side, $"Commands on the {side.Name()} by the status last shown: ok accepted, no refused, both both, – never sent", "command", CorpusCoverage.Commands, coverage.Count);

    private static void Options(StringBuilder text, CorpusCoverage coverage, Side side) => Table(
        text, side, $"Options set on the {side.Name()} by the status last shown", "option", CorpusCoverage.Options, coverage.CountOf);

    private static void Table(
        StringBuilder text, Side side, string title, string what, IEnumerable<string> names, Func<Side, string, MigrationStatus, (int Accepted, int Refused)> count)
    {
        var statuses = CorpusCoverage.StatusesOf(side);
        text.Append($"{title}.\n\n| {what} |");
        text.AppendJoin('|', statuses.Select(status => $" {status.QmpName()} ")).Append("|\n|---|").Append(string.Concat(statuses.Select(_ => "---|"))).Append('\n');
        foreach (var name in names)
        {
            text.Append($"| {name} |");
            text.AppendJoin('|', statuses.Select(status => count(side, name, status) switch
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
