using System.CommandLine;
using Migconf.Devices.Checking;
using Migconf.Devices.Histories;
using Migconf.Devices.Pages;
using Migconf.Reports;

namespace Migconf.Cli;

/// <summary>The command that says what of a device breaks between releases, for people and as reports.</summary>
internal static class DeviceCheck
{
    private const string About = "what breaks between releases, with field, cause and recipe";

    private const string Notation = """
        A passage is one direction between two releases on one machine type: 10.0 -> 11.1 (machine 10.0) is a source of 10.0 and a receiver
        of 11.1, both started with a 10.0 machine type. Checked are each release with itself, and each with the next, both ways: forward is
        from the older to the newer, backward the other way. Endings: REFUSED, the load fails; SILENTLY WRONG, it completes and a value is
        lost or another; UNCLEAR, as many bytes come under other names, and only who knows what they mean can say.

        states   which states of the source break, all conditions together: 'a >= 3' compares a field, 'a<0>' is byte 0 of field a (the most
                 significant, since the wire is big-endian), 'uint16(a<0> a<1>)' those bytes read as one number, 'list#' how many
                 elements a list has, 'p[1]?' whether a pointer is there; N in what QEMU shows depends on the state
        offset   bytes from the start of the section's body, behind its header
        hidden   what shows only once the refusal before it is mended; a break behind which the bytes mean nothing any more ends the search
        write    the recipe as lines of the history file; 'only-with: PROPERTY' says that a value stays at rest while the property is off

        How to write a history file: docs/device-histories.md
        """;

    /// <param name="words">What follows the command's name; with none, its help is a line among others.</param>
    internal static Command Command(Func<string, History> find, string[] words)
    {
        var names = new Argument<string[]>("HISTORY") { Description = "history files, or reference devices", Arity = ArgumentArity.OneOrMore };
        var all = new Option<bool>("--all") { Description = "between every two releases, not only neighbours" };
        var forward = new Option<bool>("--forward-only") { Description = "only from older releases to newer ones" };
        var command = new Command("check", words.Length > 0 ? $"{About}\n\n{Notation}" : About) { names, all, forward };
        var reports = new ReportOptions(command);
        command.SetAction(parsed =>
        {
            var options = (parsed.GetValue(all) ? " --all" : "") + (parsed.GetValue(forward) ? " --forward-only" : "");
            var (pages, cases) = (new List<string>(), new List<CaseResult>());
            foreach (var name in parsed.GetValue(names)!)
            {
                var history = find(name);
                var passages = (parsed.GetValue(all) ? Matrix.All(history) : Matrix.Neighbours(history))
                    .Where(passage => passage.IsForward || !parsed.GetValue(forward)).ToList();
                var breaks = BreakPage.Breaks(history, passages);
                pages.Add(Page(history, passages, breaks));
                cases.AddRange(passages.Select(passage => Case(history, passage, breaks, $"migconf device check {name}{options}")));
            }

            return reports.Finish(parsed, new(Tool.Version, "device check", cases), people => people.Write(string.Concat(pages)));
        });
        return command;
    }

    private static string Page(History history, List<Passage> passages, IReadOnlyList<Break> breaks)
    {
        var hidden = breaks.Count(one => one.IsHidden);
        var limited = passages.Count(passage => !passage.Verdict.IsComplete);
        return string.Concat(breaks.Select(one => $"{BreakPage.Write(history, one)}\n"))
            + $"{history.Name}: {passages.Count} passages, {passages.Count(passage => passage.Verdict.IsClean)} clean, {breaks.Count} breaks"
            + (hidden == 0 ? "" : $", {hidden} of them hidden")
            + (limited == 0 ? "" : $"; {limited} passages have more than {Verdict.Limit} ways, of which no more were looked at")
            + (breaks.Count == 0 ? "\n" : "\n  (migconf device check --help: how to read this)\n");
    }

    private static CaseResult Case(History history, Passage passage, IReadOnlyList<Break> breaks, string replay)
    {
        var here = breaks.Where(one => one.From == passage.From && one.To == passage.To && one.Machines.Contains(passage.Machine)).ToList();
        var kind = here.Exists(one => !one.IsUnclear) ? CaseKind.Nonconforming
            : here.Count > 0 || !passage.Verdict.IsComplete ? CaseKind.Inconclusive
            : CaseKind.Conforms;
        return new($"{history.Name}/machine-{passage.Machine}", history.Title, passage.From, passage.To, kind)
        {
            Breaks = [.. here.Select(one => Break(history, one))],
            Note = passage.Verdict.IsComplete ? "" : $"more than {Verdict.Limit} ways, of which no more were looked at",
            Replay = replay,
        };
    }

    private static DeviceBreak Break(History history, Break found) => new(
        found.Prediction.Class!,
        CompatCatalogue.Find(found.Prediction.Class!)!.Sentence,
        found.Ending.ToLowerInvariant().Replace(' ', '-'),
        found.Prediction.Field ?? "",
        found.Prediction.Conditions,
        found.Prediction.Reason,
        BreakPage.Shows(found),
        CompatCatalogue.Find(found.Prediction.Class!)!.Recipe,
        BreakPage.Recipe(history, found),
        found.IsHidden);
}
