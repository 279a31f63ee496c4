using System.Globalization;
using System.Net;
using System.Text;

namespace Exploration.Stories;

/// <summary>A story as a web page without anything from outside: a timeline, one lane a thread.</summary>
public static class StoryPage
{
    private const int Lane = 230;
    private const int Row = 20;
    private const int Left = 50;
    private const int Top = 40;

    public static string Write(Story story, string title)
    {
        ArgumentNullException.ThrowIfNull(story);
        var drawing = new StringBuilder();
        var y = Top;
        (int X, int Y)? before = null;
        for (var lane = 0; lane < story.Threads.Count; lane++)
        {
            drawing.Append(Text(X(lane), 20, story.Threads[lane], "name"));
        }

        foreach (var step in story.Steps)
        {
            var lane = story.Threads.ToList().IndexOf(step.Thread);
            var kind = step.IsRacing ? "race" : step.IsPreemption ? "preemption" : "step";
            if (before is { } from)
            {
                drawing.Append(CultureInfo.InvariantCulture, $"<path class=\"{kind}\" d=\"M{from.X} {from.Y}L{X(lane)} {y}\"/>\n");
            }

            drawing.Append(Text(8, y + 4, $"{step.Number}", "number"));
            drawing.Append(CultureInfo.InvariantCulture, $"<circle class=\"{kind}\" cx=\"{X(lane)}\" cy=\"{y}\" r=\"4\"/>\n");
            drawing.Append(Text(X(lane) + 9, y + 4, step.Text, "what"));
            before = (X(lane), y);
            y += Row;
            foreach (var access in step.Accesses)
            {
                drawing.Append(Text(X(lane) + 18, y + 4, access, step.IsRacing ? "race" : "access"));
                y += Row;
            }
        }

        var (width, height) = (Left + (Lane * story.Threads.Count), y + Row);
        return $$"""
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><title>{{WebUtility.HtmlEncode(title)}}</title>
            <style>
            body { font: 13px sans-serif; margin: 1em } text { font: 12px monospace } .name { font-weight: bold }
            .number, .access { fill: #777 } path { fill: none; stroke: #bbb } path.preemption { stroke: #d60; stroke-dasharray: 4 }
            circle { fill: #36c } circle.preemption { fill: #d60 } circle.race { fill: #c00 } text.race { fill: #c00; font-weight: bold }
            </style>
            <h1>{{WebUtility.HtmlEncode(title)}}</h1>
            <p>{{WebUtility.HtmlEncode($"{story.Outcome.Kind}: {story.Outcome.Message}")}}</p>
            <p>Time goes down. Orange: a thread was interrupted that could have gone on. Red: the two accesses of a data race.</p>
            <svg xmlns="http://www.w3.org/2000/svg" width="{{width}}" height="{{height}}" viewBox="0 0 {{width}} {{height}}">
            {{drawing}}</svg>
            {{Race(story)}}{{Calls(story.Race.Count == 0 ? story.Thrown : [])}}
            </html>

            """;
    }

    private static string Race(Story story) => string.Concat(story.Race.Select(access =>
        $"<p>Step {access.Step}: {WebUtility.HtmlEncode($"{access.Thread} {access.Access}")}</p>\n{Calls(access.Stack)}"));

    private static string Calls(IReadOnlyList<string> calls) => calls.Count == 0
        ? ""
        : $"<ul>{string.Concat(calls.Select(call => $"<li>{WebUtility.HtmlEncode(call)}</li>"))}</ul>\n";

    private static int X(int lane) => Left + (lane * Lane);

    private static string Text(int x, int y, string text, string kind) =>
        string.Create(CultureInfo.InvariantCulture, $"<text class=\"{kind}\" x=\"{x}\" y=\"{y}\">{WebUtility.HtmlEncode(text)}</text>\n");
}
