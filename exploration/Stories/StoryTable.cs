using System.Text;

namespace Exploration.Stories;

/// <summary>A story as a table: one column a thread, time downwards. <c>!</c> marks a preemption, <c>*</c> the two
/// accesses of a data race.</summary>
public static class StoryTable
{
    private const int Widest = 44;

    public static string Write(Story story)
    {
        ArgumentNullException.ThrowIfNull(story);
        var rows = story.Steps.SelectMany(step => Rows(story, step)).ToList();
        var widths = story.Threads.Select(thread => Math.Min(Widest, rows
            .Where(row => row.Thread == thread)
            .Select(row => row.Text.Length)
            .Append(thread.Length)
            .Max())).ToList();
        var text = new StringBuilder();
        Line(text, "", " ", story.Threads, widths);
        foreach (var (number, mark, thread, what) in rows)
        {
            Line(text, number, mark, story.Threads.Select(name => name == thread ? what : "").ToList(), widths);
        }

        foreach (var access in story.Race)
        {
            Stack(text, $"* step {access.Step}: {access.Thread} {access.Access}", access.Stack);
        }

        if (story.Race.Count == 0)
        {
            Stack(text, "thrown", story.Thrown);
        }

        return story.Lasso is { } lasso
            ? text.Append("steps ").Append(lasso.First).Append(" to ").Append(lasso.Last).Append(" come again and again\n").ToString()
            : text.ToString();
    }

    private static IEnumerable<(string Number, string Mark, string Thread, string Text)> Rows(Story story, StoryStep step)
    {
        yield return ($"{step.Number}", step.IsPreemption ? "!" : " ", step.Thread, step.Text);
        foreach (var access in step.Accesses)
        {
            yield return ("", story.Race.Any(race => race.Step == step.Number && race.Access == access) ? "*" : " ", step.Thread, $"  {access}");
        }
    }

    private static void Stack(StringBuilder text, string what, IReadOnlyList<string> calls)
    {
        for (var at = 0; at < calls.Count; at++)
        {
            text.Append(at == 0 ? $"{what}\n    at " : "    called by ").Append(calls[at]).Append('\n');
        }
    }

    private static void Line(StringBuilder text, string number, string mark, IReadOnlyList<string> cells, List<int> widths)
    {
        var line = new StringBuilder($"{number,5}{mark} ");
        for (var column = 0; column < cells.Count; column++)
        {
            var cell = cells[column].Length > widths[column] ? cells[column][..(widths[column] - 1)] + "…" : cells[column];
            line.Append(cell.PadRight(widths[column] + 2));
        }

        text.Append(line.ToString().TrimEnd()).Append('\n');
    }
}
