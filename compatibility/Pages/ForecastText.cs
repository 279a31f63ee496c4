using System.Text;
using Migconf.Compatibility.Matrix;
using Migconf.Compatibility.Prediction;
using Migconf.Devices.Dumps;

namespace Migconf.Compatibility.Pages;

/// <summary>What dumps predicted against what was measured: a table of counts, then each that differs.</summary>
public static class ForecastText
{
    private static readonly (string Name, Certainty? Certainty)[] Rows =
        [("certain", Certainty.Certain), ("likely", Certainty.Likely), ("possible", Certainty.Possible), ("nothing", null)];

    /// <summary>As Markdown, which a terminal shows as well.</summary>
    public static string Write(PairResult pair, IReadOnlyList<Forecast> forecasts)
    {
        var text = new StringBuilder($"| {pair.Older.Split(' ')[0]} and {pair.Newer.Split(' ')[0]}: the dumps say | breaks | loads |\n|---|---|---|\n");
        foreach (var (name, certainty) in Rows)
        {
            var rows = forecasts.Where(one => one.Certainty == certainty).ToList();
            text.Append($"| {name} | {rows.Count(one => one.Broke)} | {rows.Count(one => !one.Broke)} |\n");
        }

        List(text, "Certain or likely, and it loads", forecasts.Where(one => !one.Broke && one.Certainty is Certainty.Certain or Certainty.Likely), Predicted);
        List(text, "Nothing said, and it breaks", forecasts.Where(one => one.Broke && one.Certainty is null), Broken);
        List(text, "Only possible, and it breaks", forecasts.Where(one => one.Broke && one.Certainty == Certainty.Possible), one => $"{Predicted(one)}; {Broken(one)}");
        return text.ToString();
    }

    private static string Predicted(Forecast one)
    {
        var first = one.Findings.Where(found => found.Certainty != Certainty.Harmless).OrderBy(found => found.Certainty).First();
        return $"{first.Type}: {first.Class} {first.Text}";
    }

    private static string Broken(Forecast one) => string.Join("; ", one.Breaks.Select(found => $"{found.Id} {found.Section} {found.Field}".TrimEnd()));

    private static void List(StringBuilder text, string title, IEnumerable<Forecast> forecasts, Func<Forecast, string> about)
    {
        var groups = forecasts.GroupBy(one => $"{one.Passage}: {about(one)}").ToList();
        text.Append(groups.Count == 0 ? "" : $"\n{title}:\n\n");
        text.AppendJoin("", groups.Select(group => $"- {group.Key} ({string.Join(", ", group.Select(one => one.Device.Length == 0 ? "machine alone" : one.Device).Distinct())})\n"));
    }
}
