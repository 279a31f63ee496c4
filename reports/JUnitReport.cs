using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Migconf.Reports;

/// <summary>The report for CI systems. A known deviation passes and says so; what carries no verdict is skipped.</summary>
public static class JUnitReport
{
    public static string Write(RunReport report) => new XDocument(new XElement(
        "testsuites",
        new XElement(
            "testsuite",
            Text("name", $"migconf {report.Command}"),
            Number("tests", report.Cases.Count),
            Number("failures", report.Count(CaseKind.Nonconforming)),
            Number("errors", report.Count(CaseKind.HarnessError)),
            Number("skipped", report.Count(CaseKind.Inconclusive) + report.Count(CaseKind.NotRun)),
            new XElement("properties", Property("tool", report.Tool), report.InterruptedBy is null ? null : Property("interrupted", "true")),
            report.Cases.Select(Case)))).ToString();

    private static XElement Case(CaseResult one)
    {
        var lines = CaseDetails.Of(one).ToList();
        var element = new XElement("testcase", Text("classname", $"{one.Source} to {one.Destination}"), Text("name", one.Scenario));
        var properties = one.Laws.Select(law => Property("law", law.Id))
            .Concat(one.Breaks.Select(found => Property("break", found.Id)))
            .Concat(lines.Where(line => line.Label is "seed" or "recording" or "witness" or "replay")
                .Select(line => Property(line.Label, line.Text)))
            .ToList();
        if (properties.Count > 0)
        {
            element.Add(new XElement("properties", properties));
        }

        var name = one.Kind switch
        {
            CaseKind.Nonconforming => "failure",
            CaseKind.HarnessError => "error",
            CaseKind.Inconclusive or CaseKind.NotRun => "skipped",
            _ => null,
        };
        if (name is not null)
        {
            var text = string.Join('\n', lines.Select(line => $"{line.Label}: {line.Text}"));
            element.Add(new XElement(name, Text("message", one.Title), Text("type", one.Kind.Name()), Clean(text)));
        }
        else if (one.Kind == CaseKind.Known)
        {
            element.Add(new XElement("system-out", Clean($"known: {string.Join(", ", one.KnownAs)}")));
        }

        return element;
    }

    private static XElement Property(string name, string value) => new("property", Text("name", name), Text("value", value));

    private static XAttribute Number(string name, int value) => new(name, value.ToString(CultureInfo.InvariantCulture));

    private static XAttribute Text(string name, string value) => new(name, Clean(value));

    /// <summary>XML has no place for most control characters, nor for half a surrogate pair; they show as U+FFFD.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isLegal = rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value);
            clean.Append(isLegal ? rune.ToString() : Rune.ReplacementChar.ToString());
        }

        return clean.ToString();
    }
}
