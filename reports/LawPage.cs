using System.Text;
using Migconf.Properties.Exploring;
using Migconf.Properties.Laws;
using Migconf.Scenarios.Defects;

namespace Migconf.Reports;

/// <summary>The laws and what each catches, as a Markdown page.</summary>
public static class LawPage
{
    public static string Write()
    {
        var page = new StringBuilder("# Laws\n\n")
            .Append("Written by `migconf laws`. Every law is held against every execution of `explore`; those that can be read off a recording also\n")
            .Append("against every real run. Facts: defects, section 2.\n\n| id | name | what holds | read off recordings | catches | file |\n|---|---|---|---|---|---|\n");
        foreach (var law in LawBook.All.OrderBy(law => law.Id, StringComparer.Ordinal))
        {
            var isRead = law.GetType().GetMethod(nameof(Law.CheckHistory))!.DeclaringType == law.GetType();
            page.Append($"| {law.Id} | {law.Name} | {law.Sentence} | {(isRead ? "yes" : "no")} | {Catches(law.Id)} | `properties/Laws/{law.Name}.cs` |\n");
        }

        page.Append($"| {Explorer.LivenessId} | Progress | {Explorer.LivenessSentence} | no | {Catches(Explorer.LivenessId)} | `properties/Exploring/Explorer.cs` |\n")
            .Append($"\nOnly the judge can tell: {string.Join(", ", Deviations.All.Where(one => one.CaughtBy == "the judge").Select(one => $"`{one.Id}`"))}.\n\n")
            .Append("## The 42 laws of the facts\n\n| number | name | held by |\n|---|---|---|\n");
        foreach (var (at, law) in LawsOfTheFacts.All.Index())
        {
            page.Append($"| {at + 1} | {law.Name} | {law.HeldBy} |\n");
        }

        page.Append("\n## The defects of the facts\n\nFacts: defects, section 1. Deviations are put into the reference one by one by `migconf defects`, which says which law catches each, where, and after how long.\n\n")
            .Append("| id | name | what stands for it |\n|---|---|---|\n");
        foreach (var (id, name, otherwise) in DefectsOfTheFacts.All)
        {
            page.Append($"| {id} | {name} | {DefectsOfTheFacts.HeldBy(id, otherwise)} |\n");
        }

        return page.ToString();
    }

    private static string Catches(string law) =>
        string.Join(", ", Deviations.All.Where(one => one.CaughtBy == law).Select(one => $"`{one.Id}`")) is { Length: > 0 } caught ? caught : "no listed deviation";
}
