using Migconf.Properties.Laws;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Loading;
using Xunit;

namespace Migconf.Tests.Unit;

/// <summary>For each law that looks at histories: one it accepts, and one that differs in little and breaks it.</summary>
public sealed class LawPairTests
{
    private const string Precopy = "source setup; source active; ";
    private const string Arrived = "destination setup; destination active; destination completed; ";
    private const string Plain = "";
    private const string WithReturnPath = "source: { capabilities: [return-path] }";
    private const string WithPause = "source: { capabilities: [pause-before-switchover] }";
    private const string WithDisk = "source: { shared-disk: true }";
    private const string Staying = "destination: { exit-on-error: false }";
    private const string TakenOver = "destination: { listener: exec }";
    private const string Handed = "source setup; source active; source device; source completed; source exit 0; destination setup; destination active; ";
    private const string OfPausedGuest = "source: { guest: paused }";

    [Theory]
    [InlineData("STATE-1", "10.0", Plain, Precopy + "source device; source completed")]
    [InlineData("STATE-1", "7.2", Plain, Precopy + "source completed")]
    [InlineData("STATE-1", "11.1", Plain, Precopy + "source failing; source failed")]
    [InlineData("STATE-1", "10.0", Plain, "destination setup; destination active; destination completed")]
    [InlineData("STATE-1", "10.0", Plain, Arrived + "destination setup; destination active; destination device; destination completed")]
    [InlineData("STATE-2", "10.0", Plain, Precopy + "source failed; source setup")]
    [InlineData("STATE-2", "10.0", Plain, Arrived + "destination setup; destination failed; destination setup")]
    [InlineData("STATE-3", "10.0", Plain, Precopy + "source cancelling; source cancelled")]
    [InlineData("STATE-4", "10.0", WithReturnPath, Precopy + "source device; source completed; destination completed; settled")]
    [InlineData("STATE-4", "10.0", Plain, Precopy + "source device; source completed; destination active; settled")]
    [InlineData("STATE-5", "10.0", Plain, Precopy + "source failed; source is running; settled")]
    [InlineData("STATE-5", "10.0", OfPausedGuest, Precopy + "source failed; source is paused; settled")]
    [InlineData("STATE-5", "10.0", Plain, Precopy + "source do stop 3; source failed; source is paused; settled")]
    [InlineData("STATE-5", "10.0", Plain, Precopy + "source device; source failed; source is postmigrate; settled")]
    [InlineData("STATE-5", "10.0", Plain, Precopy + "source device; source completed; source is postmigrate; settled")]
    [InlineData("STATE-5", "10.0", WithPause, Precopy + "source pre-switchover; source cancelling; source cancelled; source is running; settled")]
    [InlineData("OWN-1", "10.0", Plain, Precopy + "source completed; source is postmigrate; destination is running; settled")]
    [InlineData("OWN-1", "10.0", Plain, Precopy + "source completed; source do cont 3; source ok 3; source is running; destination is running; settled")]
    [InlineData("OWN-2", "10.0", Plain, Precopy + "source failed; source is postmigrate; destination exit 1; settled")]
    [InlineData("OWN-2", "10.0", Plain, Precopy + "source completed; source is finish-migrate; destination is running; settled")]
    [InlineData("ERR-1", "10.0", Plain, "source reply 3 status failed, error link")]
    [InlineData("PARAM-1", "10.0", Plain, "source do migrate 3; source error 3; source do migrate 4; source setup; source ok 4")]
    [InlineData("PARAM-2", "10.0", Plain, Precopy + "source do migrate-set-parameters 3 multifd-channels; source error 3; source failed")]
    [InlineData("PARAM-2", "10.0", Plain, Precopy + "source do migrate-set-parameters 3 downtime-limit; source ok 3; source failed")]
    [InlineData("PARAM-2", "10.0", Plain, Precopy + "source failed; source do migrate-set-parameters 3 multifd-channels; source ok 3")]
    [InlineData("STATE-7", "10.0", Plain, "destination exit 1")]
    [InlineData("STATE-8", "10.0", Plain, Arrived + "destination is running; settled")]
    [InlineData("STATE-8", "10.0", OfPausedGuest, Arrived + "destination is paused; settled")]
    [InlineData("STATE-8", "10.0", Plain, Arrived + "destination do stop 5; destination is paused; settled")]
    [InlineData("ERR-1", "11.1", Plain, "source reply 3 status postcopy-paused, error paused-by-user")]
    [InlineData("OWN-3", "10.0", WithDisk, "source stop; source do query-named-block-nodes 3; source reply 3 disk inactive")]
    [InlineData("OWN-3", "10.0", WithDisk, "source stop; source do query-named-block-nodes 3; source resume; source reply 3 disk inactive")]
    [InlineData("OWN-3", "10.0", WithDisk, "source do query-named-block-nodes 3; source reply 3 disk active")]
    [InlineData("CMD-1", "10.0", Plain, "destination do cont 3; destination ok 3; destination is inmigrate")]
    [InlineData("CMD-1", "10.0", Plain, Arrived + "destination do cont 3; destination ok 3; destination is running")]
    [InlineData("CMD-1", "10.0", Plain, "source do stop 3; source ok 3; source is paused")]
    [InlineData("CMD-1", "10.0", Plain, "source do cont 3; source error 3; source is paused")]
    [InlineData("CMD-2", "10.0", Plain, "source do migrate 3; source setup; source ok 3")]
    [InlineData("CMD-2", "10.0", Plain, "source do migrate 3; source error 3")]
    [InlineData("LIVE-3", "10.0", Plain, "source do stop 3; source ok 3; destination do quit 4; destination exit 0")]
    [InlineData("LIVE-4", "10.0", Plain, Precopy + "source cancelling; source cancelled")]
    [InlineData("LIVE-5", "10.0", Plain, "source postcopy-paused; source do migrate 3 resume; source postcopy-recover-setup; source ok 3")]
    [InlineData("LIVE-5", "10.0", Plain, "source postcopy-paused; source do migrate 3; source error 3")]
    [InlineData("LIVE-5", "10.0", Plain, "source postcopy-paused; source do migrate-recover 3; source error 3")]
    [InlineData("LIVE-5", "10.0", Plain, "source postcopy-paused; source do migrate 3 resume; source postcopy-recover; source error 3")]
    [InlineData("ERR-2", "10.0", Plain, "source reply 3 status cancelled")]
    [InlineData("ERR-3", "10.0", Staying, "destination do quit 3; destination exit 0")]
    [InlineData("ERR-3", "10.0", Plain, "destination exit 1")]
    [InlineData("CPR-1", "11.1", TakenOver, Handed + "destination completed")]
    [InlineData("CPR-1", "11.1", TakenOver + "\nsource: { extra-device: true }", Handed + "destination failed; destination exit 1")]
    [InlineData("OWN-2", "11.1", TakenOver, "source is finish-migrate; source completed; source exit 0; destination is inmigrate; settled")]
    public void Accepts(string law, string release, string machine, string history) => Assert.Null(Check(law, release, machine, history));

    [Theory]
    [InlineData("STATE-1", "10.0", Plain, Precopy + "source completed", "source: active to completed")]
    [InlineData("STATE-1", "7.2", Plain, Precopy + "source device; source completed", "source: active to device")]
    [InlineData("STATE-1", "11.1", Plain, Precopy + "source failed", "source: active to failed")]
    [InlineData("STATE-1", "10.0", Plain, "destination setup; destination completed", "destination: setup to completed")]
    [InlineData("STATE-1", "10.0", Plain, Arrived + "destination setup; destination active; destination completed", "destination: active to completed")]
    [InlineData("STATE-2", "10.0", Plain, Arrived + "destination setup; destination failed; destination active", "destination: failed was followed by active")]
    [InlineData("STATE-2", "10.0", Plain, Precopy + "source failed; source active", "source: failed was followed by active")]
    [InlineData("STATE-3", "10.0", Plain, Precopy + "source cancelling; source failed", "cancelling was followed by failed")]
    [InlineData("STATE-4", "10.0", WithReturnPath, Precopy + "source device; source completed; destination active; settled", "the destination is active")]
    [InlineData("STATE-5", "10.0", Plain, Precopy + "source failed; source is paused; settled", "it was running and is paused")]
    [InlineData("STATE-5", "10.0", OfPausedGuest, Precopy + "source failed; source is running; settled", "it was paused and is running")]
    [InlineData("STATE-5", "10.0", Plain, Precopy + "source failed; source is postmigrate; settled", "it was running and is postmigrate")]
    [InlineData("STATE-5", "10.0", Plain, Precopy + "source device; source completed; source is finish-migrate; settled", "the migration completed and it is finish-migrate")]
    [InlineData("STATE-5", "7.2", WithPause, Precopy + "source pre-switchover; source cancelling; source cancelled; source is postmigrate; settled", "it was running and is postmigrate")]
    [InlineData("OWN-1", "10.0", Plain, Precopy + "source completed; source is running; destination is running; settled", "both were found running at the end")]
    [InlineData("OWN-1", "10.0", Plain, Precopy + "source do cont 3; source ok 3; source completed; source is running; destination is running; settled", "both were found running at the end")]
    [InlineData("OWN-2", "10.0", Plain, Precopy + "source failed; source is finish-migrate; destination exit 1; settled", "the source is finish-migrate, the destination gone")]
    [InlineData("OWN-2", "10.0", Plain, Precopy + "source completed; source is finish-migrate; destination is inmigrate; settled", "the source is finish-migrate, the destination inmigrate")]
    [InlineData("ERR-1", "10.0", Plain, "source reply 3 status failed, error none", "Source: reply 3 status failed, error none")]
    [InlineData("PARAM-2", "10.0", Plain, Precopy + "source do migrate-set-parameters 3 multifd-channels; source ok 3; source failed", "source: migrate-set-parameters (id 3) was accepted while a migration was under way")]
    [InlineData("PARAM-1", "10.0", Plain, "source do migrate 3; source setup; source error 3", "source: migrate (id 3) was refused after the status had become setup")]
    [InlineData("STATE-7", "10.0", Plain, "destination exit -11", "destination: ended by signal 11")]
    [InlineData("STATE-8", "10.0", Plain, Arrived + "destination is paused; settled", "it was running, and is paused where running is due")]
    [InlineData("STATE-8", "10.0", OfPausedGuest, Arrived + "destination is running; settled", "it was paused, and is running where paused is due")]
    [InlineData("STATE-1", "11.1", Plain, Precopy + "source device; source postcopy-active", "source: device to postcopy-active")]
    [InlineData("ERR-1", "11.1", Plain, "source reply 3 status postcopy-paused, error none", "Source: reply 3 status postcopy-paused, error none")]
    [InlineData("OWN-3", "10.0", WithDisk, "source do query-named-block-nodes 3; source reply 3 disk inactive", "source: the guest runs and its disk is inactive")]
    [InlineData("CMD-1", "10.0", Plain, Arrived + "destination do cont 3; destination ok 3; destination is inmigrate", "destination: cont was accepted, and the guest is inmigrate")]
    [InlineData("CMD-1", "10.0", Plain, "source do stop 3; source ok 3; source is running", "source: stop was accepted, and the guest is running")]
    [InlineData("CMD-2", "10.0", Plain, "source setup; source do migrate 3; source ok 3", "source: migrate (id 3) was accepted, and no status followed")]
    [InlineData("LIVE-3", "10.0", Plain, "source do stop 3; source error 4", "source: stop (id 3) was not")]
    [InlineData("LIVE-4", "10.0", Plain, Precopy + "source cancelling", "the source is cancelling for ever")]
    [InlineData("LIVE-5", "10.0", Plain, "source postcopy-paused; source do migrate 3 resume; source error 3", "source: migrate (id 3) was refused")]
    [InlineData("LIVE-5", "10.0", Plain, "destination postcopy-paused; destination do migrate-recover 3; destination error 3", "destination: migrate-recover (id 3) was refused")]
    [InlineData("ERR-2", "10.0", Plain, "source reply 3 status cancelled, with an error", "Source: reply 3 status cancelled, with an error")]
    [InlineData("ERR-3", "10.0", Staying, "destination exit 1", "the process ended")]
    [InlineData("CPR-1", "11.1", TakenOver, Handed + "destination failed; destination exit 1", "the guest is lost")]
    [InlineData("OWN-2", "11.1", TakenOver, "source is finish-migrate; source completed; source exit 0; destination do migrate-incoming 3; destination is inmigrate; settled", "the source is finish-migrate, the destination inmigrate")]
    public void Refuses(string law, string release, string machine, string history, string detail) => Assert.Equal(detail, Check(law, release, machine, history));

    /// <summary>Laws that look at pages and at what is loaded have no history to look at: their pairs are the reference with and without
    /// a deviation that they must catch, explored by <see cref="Quality.EngineTests"/>.</summary>
    [Fact]
    public void Every_law_that_looks_at_histories_has_a_pair()
    {
        string[] ofTheModel = ["CHAN-1", "CHAN-2", "CHAN-3", "ERR-4", "LIFE-1", "LIVE-2", "OWN-4", "RAM-1", "RAM-2", "RAM-3", "STATE-6", "STATE-9"];
        var accepted = LawsOf(nameof(Accepts));
        var refused = LawsOf(nameof(Refuses));
        var laws = LawBook.All.Select(law => law.Id).Except(ofTheModel).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(laws, accepted);
        Assert.Equal(laws, refused);
    }

    private static List<string> LawsOf(string test) =>
        [.. typeof(LawPairTests).GetMethod(test)!.GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Select(data => (string)((InlineDataAttribute)data).Data[0]!)
            .Distinct().Order(StringComparer.Ordinal)];

    private static string? Check(string law, string release, string machine, string text)
    {
        var scenario = ScenarioFile.Load("pair", "pair.yaml", $"version: 1\ntitle: a pair\n{machine}\nsteps:\n  - source: migrate\n");
        var history = new History(scenario, Releases.Find(release)!, Releases.Find(release)!);
        foreach (var item in text.Split("; "))
        {
            Add(history, item);
        }

        return LawBook.All.Single(one => one.Id == law).CheckHistory(history);
    }

    private static void Add(History history, string item)
    {
        if (item == "settled")
        {
            (history.Settled, history.IsOver) = (true, true);
            return;
        }

        var words = item.Split(' ', 3);
        var side = words[0] == "source" ? Side.Source : Side.Destination;
        if (words[1] == "do")
        {
            var command = words[2].Split(' ');
            history.Do(side, command[0], int.Parse(command[1], null), command.Skip(2));
            return;
        }

        history.Show(side, words[1] switch
        {
            "is" => Observation.GuestState(9, RunStates.Parse(words[2])!.Value),
            "stop" => Observation.Stop,
            "resume" => Observation.Resume,
            "ok" => Observation.Ok(int.Parse(words[2], null)),
            "error" => Observation.Refused(int.Parse(words[2], null), ErrorClass.Other),
            "reply" or "exit" => new Observation($"{words[1]} {words[2]}"),
            _ => Observation.StatusChanged(MigrationStatuses.Parse(words[1])!.Value),
        });
    }
}
