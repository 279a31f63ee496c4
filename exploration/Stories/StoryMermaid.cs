using System.Text;

namespace Exploration.Stories;

/// <summary>A story as a Mermaid sequence diagram, which GitHub and GitLab draw inside Markdown.</summary>
public static class StoryMermaid
{
    public static string Write(Story story)
    {
        ArgumentNullException.ThrowIfNull(story);
        var text = new StringBuilder("sequenceDiagram\n");
        var names = story.Threads.Select((name, at) => (name, Id: $"t{at}")).ToDictionary(one => one.name, one => one.Id);
        foreach (var (name, id) in names)
        {
            text.Append("  participant ").Append(id).Append(" as ").Append(Escape(name)).Append('\n');
        }

        var last = "";
        foreach (var step in story.Steps)
        {
            if (step.IsPreemption)
            {
                text.Append("  ").Append(names[last]).Append("-->>").Append(names[step.Thread]).Append(": preempted\n");
            }

            last = step.Thread;
            var lines = step.Accesses.Prepend($"{step.Number} {step.Text}").Select(Escape);
            text.Append("  Note over ").Append(names[step.Thread]).Append(": ")
                .AppendJoin("<br/>", lines).Append(step.IsRacing ? "<br/>RACE" : "").Append('\n');
        }

        return text.Append("  Note over ").AppendJoin(",", names.Values.Take(1)).Append(": ")
            .Append(Escape($"{story.Outcome.Kind} {story.Outcome.Message}")).Append('\n').ToString();
    }

    /// <summary>What ends a statement or begins a tag is written as an entity.</summary>
    private static string Escape(string text) => text
        .Replace("#", "#35;", StringComparison.Ordinal)
        .Replace(";", "#59;", StringComparison.Ordinal)
        .Replace("#35#59;", "#35;", StringComparison.Ordinal)
        .Replace("<", "#lt;", StringComparison.Ordinal)
        .Replace(">", "#gt;", StringComparison.Ordinal)
        .Replace("\n", " ", StringComparison.Ordinal);
}
