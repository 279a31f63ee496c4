using System.Text.Json.Nodes;
using Migconf.Implementations.Guests;
using Migconf.Implementations.Hops;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Wire;
using Migconf.Wire.Faults;
using Migconf.Wire.Incoming;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>How real sources end when the reference disturbs their migration at one message.</summary>
public sealed class ServeFaultTests
{
    private static readonly string[] Rest = ["completed", "failed", "postcopy-paused"];

    /// <summary>Fault, how the source ends, and whether its guest runs then.</summary>
    private static readonly (string Fault, string End, bool Runs)[] Precopy =
    [
        ("close@in:configuration", "failed", true), ("close@in:setup", "failed", true), ("close@in:page#100", "failed", true), ("close@in:end", "failed", true),
        ("close@in:body:timer", "failed", true), ("close@in:eof", "failed", true), ("close@in:vmdesc", "failed", true), ("error@in:ping", "failed", true),
        ("error@in:eof", "failed", true), ("flip@in:byte:2", "failed", true), ("truncate@in-return:pong", "failed", true), ("truncate@in-return:shut", "failed", true),
        ("drop@in-return:shut", "failed", true), ("drop@in-return:pong", "completed", false), ("hold=200@in:end", "completed", false),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("7.2")]
    [InlineData("10.0")]
    [InlineData("11.1")]
    public async Task In_precopy_a_source_that_was_not_told_of_success_keeps_its_guest(string release)
    {
        var seen = new List<string>();
        foreach (var (fault, _, _) in Precopy)
        {
            seen.Add($"{fault}: {await Disturb(release, fault, returnPath: true, postcopy: false)}");
        }

        Assert.Equal(Precopy.Select(one => $"{one.Fault}: {one.End}, runs {one.Runs}"), seen);
    }

    [Theory]
    [InlineData("7.2")]
    [InlineData("10.0")]
    [InlineData("11.1")]
    public async Task Without_return_path_a_source_takes_what_it_could_send_for_success(string release)
    {
        Assert.Equal("completed, runs False", await Disturb(release, "close@in:vmdesc", returnPath: false, postcopy: false));
    }

    /// <summary>The hold lets 11.1 hear that its devices are loaded: until then it would take its guest back.</summary>
    [Theory]
    [InlineData("7.2")]
    [InlineData("10.0")]
    [InlineData("11.1")]
    public async Task In_postcopy_a_source_pauses(string release) =>
        Assert.Equal("postcopy-paused, runs False", await Disturb(release, "hold=500@in:postcopy-run close@in:ping:4", returnPath: true, postcopy: true));

    /// <summary>The source's status once nothing goes on, and whether its guest runs.</summary>
    private static async Task<string> Disturb(string release, string fault, bool returnPath, bool postcopy)
    {
        var binary = Samples.Real(release);
        var settings = new HopSettings { Guest = new RewritingGuest(256, 256), Megabytes = 8 };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await using var source = await HopMachine.Start(binary, $"pc-i440fx-{release}", settings, Side.Source, limit.Token);
        string[] capabilities = [.. returnPath ? ["return-path"] : Array.Empty<string>(), .. postcopy ? ["postcopy-ram"] : Array.Empty<string>()];
        await source.Switch(capabilities, limit.Token);
        await source.Ask("migrate-set-parameters", new JsonObject { ["max-bandwidth"] = postcopy ? 1 << 22 : 1 << 27, ["max-postcopy-bandwidth"] = 1 << 20, ["downtime-limit"] = postcopy ? 1 : 2000 }, limit.Token);
        await source.Ask("cont", [], limit.Token);
        await source.WaitForGeneration(1, limit.Token);
        var plan = new FaultPlan(fault.Split(' ').Select(FaultLanguage.Parse));
        await using (var incoming = IncomingMigration.Listen(WireAddress.Parse("tcp:127.0.0.1:0"), new() { Patience = TimeSpan.FromSeconds(5) }, plan, limit.Token))
        {
            var serving = new ServeRun(incoming, plan).Run(null, new(), limit.Token);
            await source.Ask("migrate", new JsonObject { ["uri"] = incoming.Address.ToString() }, limit.Token);
            if (postcopy)
            {
                await source.WaitFor(limit.Token, ["active", .. Rest]);
                await source.Ask("migrate-start-postcopy", [], limit.Token);
            }

            // A reference whose postcopy is paused waits for the source to come again.
            await (postcopy ? (Task)source.WaitFor(limit.Token, Rest) : serving);
        }

        var (status, _) = await source.WaitFor(limit.Token, Rest);
        Assert.Empty(plan.Pending);
        var runs = await source.Ask("query-status", [], limit.Token);
        while (status == "failed" && runs["status"]!.GetValue<string>() == "finish-migrate")
        {
            // Failed is said a moment before the guest is given back.
            await Task.Delay(5, limit.Token);
            runs = await source.Ask("query-status", [], limit.Token);
        }

        return $"{status}, runs {runs["running"]!.GetValue<bool>()}";
    }
}
