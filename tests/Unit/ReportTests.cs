using System.Text.Json;
using System.Xml.Linq;
using Migconf.Reports;
using Xunit;

namespace Migconf.Tests.Unit;

public sealed class ReportTests
{
    /// <summary>What a program under test might say to break out of a report.</summary>
    private const string Hostile = "a\0b\u0001\u001b[31m ]]> \"q\" 'q' <x/> & 100%\r\n::error::x|y`z, \ud800 \U0001F600 end";

    private static CaseResult Case(CaseKind kind, string text = "text") => new(text, text, text, text, kind)
    {
        KnownAs = kind == CaseKind.Known ? [text] : [],
        Laws = [new BrokenLaw("STATE-1", text, text)],
        Explained = 3,
        Observed = 5,
        Frontier = [text],
        Seen = [text],
        Note = text,
        Seed = 7,
        Recording = text,
        Witness = text,
        Replay = text,
    };

    private static RunReport Report(params CaseResult[] cases) => new("1.0", "check", cases);

    private static RunReport All(string text) => Report([.. Enum.GetValues<CaseKind>().Select(kind => Case(kind, text))]);

    [Fact]
    public void A_run_that_a_signal_ended_says_so_in_every_report()
    {
        var whole = Report(Case(CaseKind.Conforms));
        foreach (var (report, isCut) in new[] { (whole, false), (whole with { InterruptedBy = 143 }, true) })
        {
            var text = new StringWriter();
            TerminalReport.Write(report, text);
            Assert.Equal(isCut, text.ToString().Contains("INTERRUPTED, what ran until then: 1 conforms", StringComparison.Ordinal));
            using var json = JsonDocument.Parse(JsonReport.Write(report));
            Assert.Equal((isCut, isCut ? 143 : 0), (json.RootElement.GetProperty("interrupted").GetBoolean(), json.RootElement.GetProperty("exitCode").GetInt32()));
            Assert.Equal(isCut, JUnitReport.Write(report).Contains("interrupted", StringComparison.Ordinal));
            Assert.Equal(isCut, GitHubSummary.Write(report).Contains("interrupted", StringComparison.Ordinal));
            Assert.Equal(isCut, GitHubAnnotations.Of(report).Any(line => line.StartsWith("::error title=interrupted", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_case_that_was_not_run_says_why_and_notes_have_a_line_each()
    {
        var text = new StringWriter();
        TerminalReport.Write(Report(Case(CaseKind.NotRun, "too old"), Case(CaseKind.HarnessError) with { Note = "first\nsecond" }), text);
        Assert.Contains("NOT-RUN        too old  too old -> too old  (too old)", text.ToString(), StringComparison.Ordinal);
        Assert.Matches("  note         first\r?\n  note         second\r?\n", text.ToString());
    }

    [Theory]
    [InlineData("plain", "plain", "plain")]
    [InlineData("50%", "50%25", "50%25")]
    [InlineData("%0A", "%250A", "%250A")]
    [InlineData("a\nb", "a%0Ab", "a%0Ab")]
    [InlineData("a\r\nb", "a%0D%0Ab", "a%0D%0Ab")]
    [InlineData("a: b", "a: b", "a%3A b")]
    [InlineData("a,b", "a,b", "a%2Cb")]
    [InlineData("::error::", "::error::", "%3A%3Aerror%3A%3A")]
    public void Annotations_escape_what_would_end_a_message_or_a_property(string text, string inMessage, string inProperty) =>
        Assert.Equal($"::error title={inProperty}::{inMessage}", GitHubAnnotations.Line("error", text, text));

    [Fact]
    public void An_annotation_is_one_line_whatever_is_in_it()
    {
        var lines = GitHubAnnotations.Of(All(Hostile)).ToList();
        Assert.Equal(4, lines.Count);
        Assert.All(lines, line => Assert.DoesNotContain(line, letter => letter is '\r' or '\n'));
        Assert.All(lines, line => Assert.Matches("^::(error|warning|notice) title=[^,:]*::", line));
    }

    [Theory]
    [InlineData(CaseKind.Nonconforming, "::error title=nonconforming%3A text::")]
    [InlineData(CaseKind.HarnessError, "::error title=harness-error%3A text::")]
    [InlineData(CaseKind.Inconclusive, "::warning title=inconclusive%3A text::")]
    [InlineData(CaseKind.Known, "::notice title=known deviations::1 of 1 cases: text")]
    [InlineData(CaseKind.NotRun, "::error title=nothing ran::")]
    public void Each_kind_that_needs_attention_has_its_annotation(CaseKind kind, string start) =>
        Assert.StartsWith(start, Assert.Single(GitHubAnnotations.Of(Report(Case(kind)))), StringComparison.Ordinal);

    [Fact]
    public void What_conforms_has_no_annotation() => Assert.Empty(GitHubAnnotations.Of(Report(Case(CaseKind.Conforms))));

    [Fact]
    public void Known_deviations_share_one_notice() =>
        Assert.Single(GitHubAnnotations.Of(Report(Case(CaseKind.Known), Case(CaseKind.Known), Case(CaseKind.Conforms))));

    [Fact]
    public void A_broken_law_is_named_with_what_replays_it()
    {
        var line = Assert.Single(GitHubAnnotations.Of(Report(Case(CaseKind.Nonconforming, "x"))));
        Assert.Contains("%0Alaw: STATE-1: x (x)%0A", line, StringComparison.Ordinal);
        Assert.EndsWith("%0Areplay: x", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_keeps_its_table_whatever_is_in_it()
    {
        var rows = GitHubSummary.Write(All(Hostile)).Split('\n').Where(line => line.StartsWith('|')).ToList();
        Assert.Equal(2 + 4, rows.Count);
        Assert.All(rows.Skip(2), row => Assert.Equal(4, row.Replace("\\|", "", StringComparison.Ordinal).Split('|').Length - 2));
        Assert.All(rows, row => Assert.DoesNotContain("<x/>", row, StringComparison.Ordinal));
    }

    [Fact]
    public void A_summary_of_nothing_says_so() => Assert.Contains("nothing ran", GitHubSummary.Write(Report()), StringComparison.Ordinal);

    [Fact]
    public void JUnit_is_well_formed_and_holds_plain_text() => AssertJUnit("plain text", "plain text");

    [Fact]
    public void JUnit_is_well_formed_and_holds_hostile_text() => AssertJUnit(
        Hostile, "a\uFFFDb\uFFFD\uFFFD[31m ]]> \"q\" 'q' <x/> & 100%\r\n::error::x|y`z, \uFFFD \U0001F600 end");

    private static void AssertJUnit(string text, string kept)
    {
        var suite = XDocument.Parse(JUnitReport.Write(All(text))).Root!.Element("testsuite")!;
        Assert.Equal(["6", "1", "1", "2"], new[] { "tests", "failures", "errors", "skipped" }.Select(name => suite.Attribute(name)!.Value));
        var failure = suite.Elements("testcase").Select(one => one.Element("failure")).Single(one => one is not null)!;
        Assert.Equal(kept, failure.Attribute("message")!.Value);
        var lines = kept.Replace("\r\n", "\n", StringComparison.Ordinal);
        Assert.Contains($"seen: {lines}\n", failure.Value.Replace("\r\n", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void JUnit_holds_what_a_run_needs_to_be_seen_again()
    {
        var one = XDocument.Parse(JUnitReport.Write(Report(Case(CaseKind.Nonconforming, "x")))).Descendants("testcase").Single();
        var properties = one.Element("properties")!.Elements().Select(p => $"{p.Attribute("name")!.Value}={p.Attribute("value")!.Value}");
        Assert.Equal(["law=STATE-1", "seed=7", "recording=x", "witness=x", "replay=x"], properties);
    }

    [Fact]
    public void JSON_counts_every_kind_and_keeps_its_fields_when_they_are_empty()
    {
        var bare = new CaseResult("s", "t", "a", "b", CaseKind.Conforms);
        using var json = JsonDocument.Parse(JsonReport.Write(Report(bare)));
        Assert.Equal(Enum.GetValues<CaseKind>().Length, json.RootElement.GetProperty("counts").EnumerateObject().Count());
        using var full = JsonDocument.Parse(JsonReport.Write(Report(Case(CaseKind.HarnessError, Hostile))));
        Assert.Equal(Names(full), Names(json));

        static List<string> Names(JsonDocument document) =>
            [.. document.RootElement.GetProperty("cases")[0].EnumerateObject().Select(field => field.Name)];
    }

    [Fact]
    public void Every_field_of_a_JSON_report_and_every_kind_and_exit_code_is_in_FORMAT_md()
    {
        var document = File.ReadAllText(Repository.Path("reports/FORMAT.md"));
        using var json = JsonDocument.Parse(JsonReport.Write(All("text")));
        var fields = Fields(json.RootElement).Distinct().ToList();
        Assert.True(fields.Count > 20, $"{fields.Count} fields");
        Assert.All(fields, field => Assert.Contains($"`{field}`", document, StringComparison.Ordinal));
        Assert.Contains($"version {JsonReport.Version}", document, StringComparison.OrdinalIgnoreCase);
        var codes = typeof(ExitCodes).GetFields().Select(field => $"| {field.GetValue(null)} |");
        Assert.All(codes, code => Assert.Contains(code, document, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Fields(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(field => Fields(field.Value).Prepend(field.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Fields),
        _ => [],
    };
}
