using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Recordings;
using NJsonSchema;
using Xunit;

namespace Migconf.Tests.Unit;

public sealed class SchemaTests
{
    private static readonly JsonSchema ScenarioSchema = Parse("scenario");
    private static readonly JsonSchema RecordingSchema = Parse("recording");

    /// <summary>The corpus as JSON, which is YAML too.</summary>
    private static IEnumerable<(string Id, string Json)> Scenarios => Corpus.Embedded().Select(
        scenario => (scenario.Id, ToJson(ScenarioWriter.Write(scenario))));

    private static IEnumerable<(string Name, string Json)> Recordings =>
        RecordingBook.Embedded().Select(one => (one.Name, RecordingFile.Write(one.Recording)));

    /// <summary>The shorter ones: there is a change for every key of each, and every change is held against the whole schema.</summary>
    private static List<(string Name, string Json)> Short { get; } = [.. Recordings.OrderBy(one => one.Json.Length).Take(80)];

    private static JsonSchema Parse(string format) => Compile(FormatSchema.Text(format));

    private static JsonSchema Compile(string text) => JsonSchema.FromJsonAsync(text).GetAwaiter().GetResult();

    private static string ToJson(string yaml) => YamlJson.Convert(YamlMap.Parse("f.yaml", yaml))?.ToJsonString() ?? "null";

    private static bool Fits(JsonSchema schema, string json) => schema.Validate(json).Count == 0;

    private static bool Loads(Action load)
    {
        try
        {
            load();
            return true;
        }
        catch (ScenarioException)
        {
            return false;
        }
    }

    private static bool LoadsAsScenario(string text) => Loads(() => ScenarioFile.Load("id", "f.yaml", text));

    private static bool LoadsAsRecording(string text) => Loads(() => RecordingFile.Read("r.json", text));

    [Fact]
    public void Both_formats_have_a_schema() => Assert.Equal(["recording", "scenario"], FormatSchema.Names);

    [Fact]
    public void Every_file_of_the_corpus_fits_its_schema()
    {
        var files = Directory.GetFiles(Repository.Path("scenarios/corpus"), "*.yaml", SearchOption.AllDirectories);
        Assert.Equal(Corpus.Embedded().Count, files.Length);
        Assert.All(files, file => Assert.Empty(ScenarioSchema.Validate(ToJson(File.ReadAllText(file)))));
    }

    [Fact]
    public void Every_recording_fits_its_schema() =>
        Assert.All(Recordings, one => Assert.Empty(RecordingSchema.Validate(one.Json)));

    [Theory]
    [InlineData("version: 1\ntitle: t\nsteps: [ { source: migrate } ]", true)]
    [InlineData("version: 2\ntitle: t\nsteps: [ { source: migrate } ]", false)]
    [InlineData("version: \"1\"\ntitle: t\nsteps: [ { source: migrate } ]", false)]
    [InlineData("title: t\nsteps: [ { source: migrate } ]", false)]
    [InlineData("version: 1\nsteps: [ { source: migrate } ]", false)]
    [InlineData("version: 1\ntitle: 12\nsteps: [ { source: migrate } ]", false)]
    [InlineData("version: 1\ntitle: \"12\"\nsteps: [ { source: migrate } ]", true)]
    [InlineData("version: 1\ntitle: t", false)]
    [InlineData("version: 1\ntitle: t\nsteps: []", false)]
    [InlineData("version: 1\ntitle: t\nstps: []", false)]
    [InlineData("version: 1\ntitle: t\nreleases: { oldest: 10.0 }\nsteps: [ { source: stop } ]", false)]
    [InlineData("version: 1\ntitle: t\nreleases: { oldest: \"10.0\" }\nsteps: [ { source: stop } ]", true)]
    [InlineData("version: 1\ntitle: t\nreleases: { oldest: \"9.9\" }\nsteps: [ { source: stop } ]", false)]
    [InlineData("version: 1\ntitle: t\nsource: { guest: asleep }\nsteps: [ { source: stop } ]", false)]
    [InlineData("version: 1\ntitle: t\nsource: { slow-link: yes }\nsteps: [ { source: stop } ]", false)]
    [InlineData("version: 1\ntitle: t\nsource: { capabilities: return-path }\nsteps: [ { source: stop } ]", true)]
    [InlineData("version: 1\ntitle: t\nsource: { capabilities: [Return Path] }\nsteps: [ { source: stop } ]", false)]
    [InlineData("version: 1\ntitle: t\nsource: { capabilities: [1] }\nsteps: [ { source: stop } ]", false)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { source: migrat } ]", false)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { source: stop, destination: cont } ]", false)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { source: { stop: {}, cont: {} } } ]", false)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { source: { stop: {} } } ]", true)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { source: { stop: } } ]", false)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { source: { migrate: 3 } } ]", false)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { source: migrate-continue } ]", false)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { source: { migrate-set-parameters: { max-bandwidth: 1 } } } ]", true)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { source: { migrate-set-parameters: { max-bandwidth: -1 } } } ]", false)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { source: { migrate-set-parameters: { max-bandwidth: 1.5 } } } ]", false)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { source: { migrate-set-parameters: { bandwidth: 1 } } } ]", false)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { wait: { source: [exit] } } ]", true)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { wait: { source: [exit, failed] } } ]", false)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { wait: { source: [] } } ]", false)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { wait: { source: failed, destination: failed } } ]", false)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { wait: { source: finished } } ]", false)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { link: break } ]", false)]
    [InlineData("version: 1\ntitle: t\nsteps: [ { kill: both } ]", false)]
    public void The_loader_and_the_schema_agree_on_a_scenario(string text, bool isGood)
    {
        Assert.Equal(isGood, LoadsAsScenario(text));
        Assert.Equal(isGood, Fits(ScenarioSchema, ToJson(text)));
    }

    [Theory]
    [InlineData("version: 1\ntitle: t\nsteps: [ { source: stop } ]\n---\nversion: 1")]
    [InlineData("version: 1\nversion: 1\ntitle: t\nsteps: [ { source: stop } ]")]
    [InlineData("version: 1\n[a]: 1\ntitle: t\nsteps: [ { source: stop } ]")]
    [InlineData("")]
    public void What_is_no_single_mapping_is_refused(string text) => Assert.False(LoadsAsScenario(text));

    [Fact]
    public void An_unknown_key_anywhere_in_a_scenario_is_refused_by_loader_and_schema_alike()
    {
        foreach (var (id, json) in Scenarios)
        {
            foreach (var (place, text) in JsonMutations.UnknownKeys(json))
            {
                Assert.False(LoadsAsScenario(text), $"{id} {place}: loads");
                Assert.False(Fits(ScenarioSchema, text), $"{id} {place}: fits the schema");
            }
        }
    }

    [Fact]
    public void A_damaged_scenario_is_judged_alike_by_loader_and_schema()
    {
        var refused = 0;
        foreach (var (id, json) in Scenarios.Where((_, index) => index % 8 == 0))
        {
            foreach (var (place, text) in JsonMutations.Damages(json))
            {
                var loads = LoadsAsScenario(text);
                refused += loads ? 0 : 1;
                Assert.True(loads == Fits(ScenarioSchema, text), $"{id} {place}: {(loads ? "only the loader" : "only the schema")} takes it");
            }
        }

        Assert.True(refused > 1000, $"{refused} refused");
    }

    [Fact]
    public void A_schema_that_lets_unknown_keys_pass_is_told_from_one_that_does_not()
    {
        var text = FormatSchema.Text("scenario").Replace("\"additionalProperties\": false", "\"additionalProperties\": true", StringComparison.Ordinal);
        Assert.True(Fits(Compile(text), JsonMutations.UnknownKeys(Scenarios.First().Json).First().Text));
    }

    /// <summary>Inside <c>data</c> and <c>return</c> speaks the VMM, not the format.</summary>
    [Fact]
    public void An_unknown_key_anywhere_in_a_recording_is_refused_by_loader_and_schema_alike()
    {
        foreach (var (name, json) in Short.Where((_, index) => index % 50 == 0))
        {
            foreach (var (place, text) in JsonMutations.UnknownKeys(json))
            {
                var isOpen = place.Contains(".message.data", StringComparison.Ordinal) || place.Contains(".message.return", StringComparison.Ordinal);
                Assert.True(isOpen == LoadsAsRecording(text), $"{name} {place}: loader");
                Assert.True(isOpen == Fits(RecordingSchema, text), $"{name} {place}: schema");
            }
        }
    }

    /// <summary>What no schema can say is left out: that the hash is that of the scenario, that the scenario loads, and
    /// that the last entry is an end.</summary>
    [Fact]
    public void A_damaged_recording_is_judged_alike_by_loader_and_schema()
    {
        foreach (var (name, json) in Short.Where((_, index) => index % 100 == 20))
        {
            var last = $"$.entries[{RecordingFile.Read(name, json).Entries.Count - 1}]";
            string[] beyond = ["$.hash", "$.scenario", last, "$.entries:"];
            foreach (var (place, text) in JsonMutations.Damages(json))
            {
                if (!beyond.Any(one => place.StartsWith(one, StringComparison.Ordinal)))
                {
                    var loads = LoadsAsRecording(text);
                    Assert.True(loads == Fits(RecordingSchema, text), $"{name} {place}: {(loads ? "only the loader" : "only the schema")} takes it");
                }
            }
        }
    }

    [Fact]
    public void A_recording_whose_scenario_was_changed_or_whose_end_is_missing_is_refused()
    {
        var good = Recordings.First(one => one.Json.Contains("migrate_cancel\\n", StringComparison.Ordinal)).Json;
        Assert.True(LoadsAsRecording(good));
        Assert.False(LoadsAsRecording(good.Replace("migrate_cancel\\n", "query-status\\n", StringComparison.Ordinal)));
        var entries = good.Split('\n').ToList();
        var settled = entries.FindIndex(line => line.Contains("\"settled\"", StringComparison.Ordinal));
        entries.RemoveAt(settled);
        entries[settled - 1] = entries[settled - 1].TrimEnd(',');
        Assert.False(LoadsAsRecording(string.Join('\n', entries)));
        Assert.False(LoadsAsRecording(good.Replace("\"version\": 1,", "\"version\": 1, \"version\": 1,", StringComparison.Ordinal)));
    }
}
