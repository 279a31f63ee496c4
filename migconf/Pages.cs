using System.CommandLine;
using Migconf.Properties.Exploring;
using Migconf.Reports;
using Migconf.Scenarios.Defects;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Recordings;

namespace Migconf.Cli;

/// <summary>The commands that print what the suite knows: statuses, laws, and which deviations it catches.</summary>
internal static class Pages
{
    internal static Command States() => Page("states", "statuses and what leads from one to the next, by release (Markdown)", StatePage.Write);

    internal static Command Laws() => Page("laws", "the laws and what each catches (Markdown)", LawPage.Write);

    internal static Command Defects()
    {
        var filter = new Option<string>("--filter") { Description = "only deviations whose id contains this", DefaultValueFactory = _ => "" };
        var command = new Command("defects", "the track record: each known deviation, put into the reference alone, and how it is caught") { filter };
        command.SetAction(async (parsed, cancel) =>
        {
            var (corpus, recordings) = (Corpus.Embedded(), RecordingBook.Embedded());
            var wanted = Deviations.All.Where(one => one.Id.Contains(parsed.GetValue(filter)!, StringComparison.Ordinal)).ToList();
            Console.WriteLine(TrackRecordTable.Header);
            var missed = 0;
            foreach (var deviation in wanted)
            {
                var caught = TrackRecord.ByLaw(deviation, corpus)
                    ?? await DeviatingRuns.Judge(deviation, corpus, cancel)
                    ?? TrackRecord.ByRecording(deviation, recordings)
                    ?? TrackRecord.ByNobody(deviation);
                Console.WriteLine(TrackRecordTable.Row(caught));
                missed += caught.By is null ? 1 : 0;
            }

            Console.WriteLine($"\n{wanted.Count - missed} of {wanted.Count} caught");
            return wanted.Count == 0 ? ExitCodes.NothingRan : missed > 0 ? ExitCodes.Nonconforming : ExitCodes.Conforms;
        });
        return command;
    }

    internal static Command Coverage()
    {
        var walks = new Option<int>("--walks") { Description = "random walks through each scenario on each release", DefaultValueFactory = _ => 100 };
        var command = new Command("coverage", "what the corpus reaches: edges of the status graphs, commands in each status (Markdown)") { walks };
        command.SetAction(parsed => Console.Write(CoverageTable.Write(CorpusCoverage.Of(Corpus.Embedded(), parsed.GetValue(walks)))));
        return command;
    }

    private static Command Page(string name, string about, Func<string> write)
    {
        var command = new Command(name, about);
        command.SetAction(_ => Console.Write(write()));
        return command;
    }
}
