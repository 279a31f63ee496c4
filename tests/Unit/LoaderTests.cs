using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Recordings;
using Xunit;

namespace Migconf.Tests.Unit;

public sealed class LoaderTests
{
    private const string Good = "version: 1\ntitle: t\nsteps:\n  - source: migrate\n";

    [Fact]
    public void A_good_file_loads() => Assert.Single(ScenarioFile.Load("id", "f.yaml", Good).Steps);

    [Theory]
    [InlineData("version: 1\ntitle: t\nstps: []\n", 3, "unknown key 'stps'")]
    [InlineData("version: 1\ntitle: t\nsource: { guest: asleep }\nsteps:\n  - source: stop\n", 3, "'asleep' is not allowed")]
    [InlineData("version: 1\ntitle: t\nsource: { guest: suspended, busy-guest: true }\nsteps:\n  - source: stop\n", 3, "a guest that is suspended is not busy")]
    [InlineData("version: 1\ntitle: t\nsteps:\n  - source: migrate\n  - wait: { destination: passes }\n", 5, "unknown status 'passes'")]
    [InlineData("version: 1\ntitle: t\nsteps:\n  - source: migrate\n  - wait: { source: finished }\n", 5, "unknown status 'finished'")]
    [InlineData("version: 1\ntitle: t\nsteps:\n  - source: migrat\n", 4, "'migrat' is not allowed")]
    [InlineData("version: 1\ntitle: t\nsteps:\n  - out-of-band: { source: cont }\n", 4, "'cont' is not allowed")]
    [InlineData("version: 1\ntitle: t\nsteps:\n  - out-of-band: { source: yank, destination: yank }\n", 4, "")]
    [InlineData("version: 2\ntitle: t\nsteps:\n  - source: stop\n", 1, "'2' is not allowed")]
    [InlineData("version: 1\ntitle: t\nsteps: []\n", 3, "no steps")]
    [InlineData("version: 1\ntitle: [\n", 3, "")]
    public void A_bad_file_is_refused_with_its_line(string text, int line, string problem)
    {
        var error = Assert.Throws<ScenarioException>(() => ScenarioFile.Load("id", "f.yaml", text));
        Assert.StartsWith($"f.yaml:{line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }

    [Theory]
    [InlineData("version: 1\ntitle: t\nsteps:\n{0}- source: migrate\n")]
    [InlineData("version: 1\ntitle: t\nsource:\n{0}slow-link: true\nsteps:\n  - source: migrate\n")]
    public void A_file_that_is_indented_with_tabs_is_refused_by_name_and_one_with_spaces_loads(string text)
    {
        var error = Assert.Throws<ScenarioException>(() => ScenarioFile.Load("id", "f.yaml", text.Replace("{0}", "\t", StringComparison.Ordinal)));
        Assert.Contains("f.yaml:4: the line is indented with a tab", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
        Assert.Single(ScenarioFile.Load("id", "f.yaml", text.Replace("{0}", "  ", StringComparison.Ordinal)).Steps);
    }

    [Fact]
    public void A_brace_that_is_not_closed_is_refused_with_its_line_and_a_closed_one_loads()
    {
        const string Text = "version: 1\ntitle: t\nsource: { slow-link: true{0}\nsteps:\n  - source: migrate\n";
        var error = Assert.Throws<ScenarioException>(() => ScenarioFile.Load("id", "f.yaml", Text.Replace("{0}", "", StringComparison.Ordinal)));
        Assert.StartsWith("f.yaml:", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
        Assert.Single(ScenarioFile.Load("id", "f.yaml", Text.Replace("{0}", " }", StringComparison.Ordinal)).Steps);
    }

    [Fact]
    public void Every_scenario_of_the_corpus_survives_writing_and_loading()
    {
        var corpus = Corpus.Embedded();
        Assert.True(corpus.Count >= 15, $"{corpus.Count} scenarios");
        foreach (var scenario in corpus)
        {
            var text = ScenarioWriter.Write(scenario);
            Assert.Equal(text, ScenarioWriter.Write(ScenarioFile.Load(scenario.Id, "again", text)));
        }
    }

    [Fact]
    public void Every_recording_survives_writing_and_reading()
    {
        foreach (var (name, recording) in RecordingBook.Embedded())
        {
            var text = RecordingFile.Write(recording);
            Assert.Equal(text, RecordingFile.Write(RecordingFile.Read(name, text)));
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"version\": 1}")]
    [InlineData("{\"version\": 1, \"verdict\": true}")]
    public void A_file_that_is_no_recording_is_refused(string text) =>
        Assert.Throws<ScenarioException>(() => RecordingFile.Read("r.json", text));
}
