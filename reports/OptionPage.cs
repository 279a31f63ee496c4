using System.Text;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Options;

namespace Migconf.Reports;

/// <summary>The tables of capabilities and parameters as a Markdown page.</summary>
public static class OptionPage
{
    public static string Write()
    {
        var page = new StringBuilder("# Capabilities and parameters\n\n")
            .Append("Written by `migconf options` from the tables of `reference-engine/Options`; `migconf options --check qemu-11.1` compares\n")
            .Append("them with a real QEMU. Facts: control-plane, section 4.\n\n")
            .Append("## Capabilities\n\nAll are off in a new process.\n\n| capability | releases | needed on | may change | what it does |\n|---|---|---|---|---|\n");
        foreach (var one in Capability.All)
        {
            var side = one.NeededOn switch
            {
                NeededOn.Source => "source",
                NeededOn.Destination => "destination",
                NeededOn.Both => "both",
                _ => "both, the stream says so",
            };
            page.Append($"| `{one.Name}` | {Span(one)} | {side} | {When(one)} | {one.About} |\n");
        }

        page.Append("\n## Capabilities that need or exclude each other\n\n| | releases |\n|---|---|\n");
        foreach (var pair in OptionRules.Requirements)
        {
            page.Append($"| `{pair.First}` needs `{pair.Second}` | {Span(pair)} |\n");
        }

        foreach (var pair in OptionRules.Conflicts)
        {
            page.Append($"| `{pair.First}` excludes `{pair.Second}` | {Span(pair)} |\n");
        }

        foreach (var rule in OptionRules.Exclusions)
        {
            page.Append($"| `{rule.Capability}` excludes a `{rule.Parameter}` other than {(rule.Only.Length > 0 ? rule.Only : "empty")}"
                + $"{(rule.IsForMigrate ? " (switched on later, it forbids `migrate`)" : "")} | {Span(Releases.All.Where(rule.IsIn).ToList())} |\n");
        }

        page.Append("\n`dirty-limit` needs KVM with a dirty ring.\n")
            .Append("\n## Parameters\n\n| parameter | releases | default | accepted | may change | what it is |\n|---|---|---|---|---|---|\n");
        foreach (var one in Parameter.All)
        {
            page.Append($"| `{one.Name}` | {Span(one)} | {Value(one)} | {Accepted(one)} | {When(one)} | {one.About} |\n");
        }

        return page
            .Append("\n*Between migrations*: from `migrate` on the source and `migrate-incoming` on the destination until the clean-up has ended, every\n")
            .Append("thread reads one value, and a change is refused. *Any time*: the option steers; nothing that was negotiated or allocated depends\n")
            .Append("on it, and what follows the semicolon says when a change acts.\n")
            .ToString();
    }

    private static string When(Option option) => option.Changes == Changes.AnyTime ? "any time" : "between migrations";

    private static string Span(Option option) => Span(Releases.All.Where(option.IsIn).ToList());

    private static string Span(OptionRules.Pair pair) => Span(Releases.All.Where(pair.IsIn).ToList());

    private static string Span(List<Release> releases) =>
        releases.Count == Releases.All.Count ? "all" : releases.Count == 1 ? releases[0].Name : $"{releases[0].Name} to {releases[^1].Name}";

    private static string Value(Parameter parameter) => parameter.Default is not { } value ? "–"
        : value.Text.Length == 0 ? "empty"
        : $"{value}{(parameter.Unit.Length > 0 ? $" {parameter.Unit}" : "")}"
            + (parameter.OlderMachines is { } older ? $" ({older.Value} on machine types up to {older.Last})" : "");

    private static string Accepted(Parameter parameter) => parameter.Kind switch
    {
        OptionKind.Flag => "true, false",
        OptionKind.Text when parameter.Choices.Count > 0 => string.Join(", ", parameter.Choices.Select(Choice)),
        OptionKind.Text => "any text",
        OptionKind.List => "a list",
        _ => (parameter.IsPowerOfTwo ? "a power of two, " : "")
            + (parameter.Most == ulong.MaxValue ? $"from {parameter.Least}" : $"{parameter.Least} to {parameter.Most}")
            + (parameter.Older is { } older ? $" (before {older.Before}: {(older.Most == ulong.MaxValue ? "any" : $"to {older.Most}")})" : "")
            + (parameter.IgnoredBefore is { } since ? $" (before {since} ignored)" : ""),
    };

    private static string Choice(Choice choice) => Releases.Age(choice.Since) <= Releases.Age(Releases.All[0].Name) ? choice.Name : $"{choice.Name} (from {choice.Since})";
}
