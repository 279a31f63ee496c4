using System.Globalization;
using System.Xml.Linq;

namespace Migconf.Reports;

/// <summary>The report for CI systems. A known deviation passes and says so; what carries no verdict is skipped.</summary>
public static class JUnitReport
{
    public static string Write(RunReport report) => new XDocument(new XElement(
        "testsuites",
        new XElement(
            "testsuite",
            new XAttribute("name", $"migconf {report.Command}"),
            Number("tests", report.Cases.Count),
            Number("failures", report.Count(CaseKind.Nonconforming)),
            Number("errors", report.Count(CaseKind.HarnessError)),
            Number("skipped", report.Count(CaseKind.Inconclusive) + report.Count(CaseKind.NotRun)),
            report.Cases.Select(Case)))).ToString();

    private static XElement Case(CaseResult one)
    {
        var text = string.Join('\n', [.. one.Laws, .. one.Frontier.Select(f => $"reference: {f}"), .. one.Seen.Select(s => $"seen: {s}"), one.Note, one.Replay]);
        var name = one.Kind switch
        {
            CaseKind.Nonconforming => "failure",
            CaseKind.HarnessError => "error",
            CaseKind.Inconclusive or CaseKind.NotRun => "skipped",
            CaseKind.Known => "system-out",
            _ => null,
        };
        var element = new XElement(
            "testcase", new XAttribute("classname", $"{one.Source} to {one.Destination}"), new XAttribute("name", one.Scenario));
        if (name == "system-out")
        {
            element.Add(new XElement(name, $"known: {string.Join(", ", one.KnownAs)}"));
        }
        else if (name is not null)
        {
            element.Add(new XElement(name, new XAttribute("message", one.Title), text));
        }

        return element;
    }

    private static XAttribute Number(string name, int value) => new(name, value.ToString(CultureInfo.InvariantCulture));
}
