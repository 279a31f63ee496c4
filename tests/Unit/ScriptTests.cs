using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Running;
using Xunit;

namespace Migconf.Tests.Unit;

public sealed class ScriptTests
{
    private static readonly CommandStep InBand = new(Side.Source, "migrate-pause", []);
    private static readonly CommandStep OutOfBand = InBand with { IsOutOfBand = true };

    [Fact]
    public void A_command_out_of_band_passes_one_that_is_not_answered_yet_and_what_follows_waits_for_both()
    {
        var script = Begun(InBand, OutOfBand, InBand);
        var before = Sent(script);
        var past = Sent(script);
        Assert.Equal([false, true], [before.IsOutOfBand, past.IsOutOfBand]);
        Assert.Null(script.Next());
        Answer(script, past);
        Assert.Null(script.Next());
        Answer(script, before);
        Assert.False(Sent(script).IsOutOfBand);
    }

    [Fact]
    public void A_command_in_band_passes_none_and_one_out_of_band_passes_no_other()
    {
        var script = Begun(InBand, InBand);
        Sent(script);
        Assert.Null(script.Next());
        script = Begun(OutOfBand, OutOfBand);
        Sent(script);
        Assert.Null(script.Next());
    }

    [Fact]
    public void A_command_that_is_given_up_is_not_waited_for_and_the_others_are()
    {
        var script = Begun(InBand, OutOfBand, InBand);
        var before = Sent(script);
        var past = Sent(script);
        script.GiveUpReply(before.Id);
        Assert.Null(script.Next());
        Answer(script, past);
        Sent(script);
    }

    [Theory]
    [InlineData(MigrationStatus.Device, MigrationStatus.Completed, LinkAction.StallReturn, LinkAction.StallForward)]
    [InlineData(MigrationStatus.Completed, MigrationStatus.Active, LinkAction.StallForward, LinkAction.StallReturn)]
    [InlineData(MigrationStatus.PostcopyPaused, MigrationStatus.PostcopyActive, LinkAction.StallForward, LinkAction.StallReturn)]
    public void Who_has_yet_to_hear_that_the_other_side_ended_or_paused_is_asked_again(
        MigrationStatus source, MigrationStatus destination, LinkAction keepsItFromThem, LinkAction keepsAnother)
    {
        Assert.True(Closed(source, destination) is SendAction { Repeats: true });
        Assert.True(Closed(source, destination, keepsAnother) is SendAction { Repeats: true });
        Assert.True(Closed(source, destination, keepsItFromThem) is SettledAction);
    }

    [Fact]
    public void Both_sides_that_wait_for_each_other_are_at_rest() =>
        Assert.True(Closed(MigrationStatus.Active, MigrationStatus.Active) is SettledAction);

    [Fact]
    public void An_answer_that_is_older_than_the_end_that_was_shown_does_not_count() =>
        Assert.True(Closed(MigrationStatus.Device, MigrationStatus.Completed, ended: true) is SettledAction);

    /// <summary>What follows when both sides were asked once at the end.</summary>
    private static ScriptAction? Closed(MigrationStatus source, MigrationStatus destination, LinkAction last = LinkAction.Release, bool ended = false)
    {
        var script = Begun(new LinkStep(last));
        Assert.IsType<LinkScriptAction>(script.Next());
        foreach (var (side, status) in new[] { (Side.Source, source), (Side.Destination, destination) })
        {
            var asked = Sent(script);
            if (ended)
            {
                script.Saw(side, Observation.StatusChanged(MigrationStatus.Completed));
            }

            script.Saw(side, Observation.Migration(asked.Id, status, ErrorClass.None));
            script.Saw(side, Observation.GuestState(Sent(script).Id, RunState.Postmigrate));
        }

        return script.Next();
    }

    /// <summary>Past the commands that set the machines up.</summary>
    private static ScenarioScript Begun(params IReadOnlyList<Step> steps)
    {
        var script = new ScenarioScript(new Scenario { Id = "test", Title = "a test", Steps = steps });
        Answer(script, Sent(script));
        Answer(script, Sent(script));
        return script;
    }

    private static SendAction Sent(ScenarioScript script) => Assert.IsType<SendAction>(script.Next());

    private static void Answer(ScenarioScript script, SendAction command) => script.Saw(command.Side, Observation.Ok(command.Id));
}
