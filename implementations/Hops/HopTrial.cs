using System.Diagnostics;
using System.Text.Json.Nodes;
using Migconf.Implementations.Guests;
using Migconf.Implementations.Qemu;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Running;
using Migconf.Wire;
using Migconf.Wire.Faults;
using Migconf.Wire.Incoming;

namespace Migconf.Implementations.Hops;

/// <summary>What became of one hop.</summary>
/// <param name="Arrived">The guest's memory as it arrived at the reference; null when it did not, or there was none.</param>
/// <param name="Landed">The guest's memory at the destination, after it had gone on; null when it did not.</param>
/// <param name="Reference">What the reference says of the migration; null without one.</param>
/// <param name="Words">Why the guest did not land; empty when it did.</param>
/// <param name="Time">From the source's <c>migrate</c> to the destination's <c>completed</c>.</param>
public sealed record HopResult(GuestVerdict? Arrived, GuestVerdict? Landed, ServeResult? Reference, string Words, TimeSpan Time)
{
    /// <summary>Who lost what arrived wrong; null when nothing did.</summary>
    public SourceEvidence? Source { get; init; }

    /// <summary>Wrong pages, at the reference or at the destination.</summary>
    public IEnumerable<WrongPage> Wrong => (Arrived?.Wrong ?? []).Concat(Landed?.Wrong ?? []);

    /// <summary>One line for each wrong page, and one for how the memory came.</summary>
    public IEnumerable<string> Complaints => Wrong.Select(page => $"{page}").Concat(
        Wrong.Any() && Reference is { } through ? [$"the last of {through.Incoming.Parts} parts of memory held {through.Incoming.LastPart} pages"] : [])
        .Concat(Source is { } evidence ? [evidence.Words] : []);

    /// <summary>Whether the guest goes on at the destination with every page right.</summary>
    public bool IsGood => Words.Length == 0 && Landed is not null && !Wrong.Any();

    /// <summary>Whether every wrong page is one that the source itself did not send.</summary>
    public bool IsLossOfTheSource => Words.Length == 0 && Source is { IsUnsent: true };
}

/// <summary>Takes a running guest from a real QEMU through the reference into another, and looks at every page of it.</summary>
public sealed class HopTrial
{
    /// <summary>After so many generations the guest has looked at each page itself.</summary>
    private const uint Generations = 3;

    /// <summary>Too slow to converge.</summary>
    private const int PostcopyBandwidth = 8 * 1024 * 1024;
    private const int Downtime = 300;

    /// <summary>So slow that the end is far when it is paused: a source that is paused at its end fails.</summary>
    private const int RecoveryBandwidth = 1024 * 1024;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1);
    private static readonly string[] Ends = ["completed", "failed", "cancelled"];
    private readonly QemuBinary from;
    private readonly QemuBinary to;
    private readonly HopSettings settings;

    /// <param name="from">The source.</param>
    /// <param name="to">The destination.</param>
    /// <param name="settings">How.</param>
    public HopTrial(QemuBinary from, QemuBinary to, HopSettings settings)
    {
        (this.from, this.to, this.settings) = (from, to, settings);
        var older = Releases.Age(from.Release) <= Releases.Age(to.Release) ? from.Release : to.Release;
        Machine = settings.Machine ?? $"pc-i440fx-{older}";
    }

    /// <summary>The machine type of both sides.</summary>
    public string Machine { get; }

    /// <summary>Runs one hop. Whatever it starts has ended when it returns.</summary>
    /// <exception cref="BenchException">A QEMU could not be started or asked, or the hop took too long.</exception>
    public async Task<HopResult> Run(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(settings.Patience);
        var at = new Progress();
        try
        {
            var source = HopMachine.Start(from, Machine, settings, Side.Source, limit.Token);
            var destination = HopMachine.Start(to, Machine, settings, Side.Destination, limit.Token);
            try
            {
                await Task.WhenAll(source, destination);
                return await Run(await source, await destination, at, limit.Token);
            }
            finally
            {
                await End(source);
                await End(destination);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new BenchException(
                "MIG-ENV-021", $"a hop did not end within {settings.Patience.TotalSeconds:0} s, while {at.Phase}", "run it again on a quieter machine, or raise --patience");
        }
    }

    private static async Task End(Task<HopMachine> starting)
    {
        await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (starting.IsCompletedSuccessfully)
        {
            await (await starting).DisposeAsync();
        }
    }

    private async Task<HopResult> Run(HopMachine source, HopMachine destination, Progress at, CancellationToken cancel)
    {
        at.Phase = "the machines were prepared";
        await PrepareSource(source, cancel);
        await PrepareDestination(destination, cancel);
        var target = await destination.Listen(cancel);
        await source.Ask("cont", [], cancel);
        at.Phase = "the guest filled its memory";
        await source.WaitForGeneration(2, cancel);
        GuestVerdict? arrived = null;
        var clock = Stopwatch.StartNew();
        ServeResult? reference = null;
        at.Phase = "the guest migrated";
        if (settings.Direct)
        {
            await Migrate(source, target, cancel);
        }
        else
        {
            var incoming = new IncomingSettings { Channels = settings.Channels };
            var faults = new FaultPlan([]);
            await using var listening = IncomingMigration.Listen(WireAddress.Parse("tcp:127.0.0.1:0"), incoming, faults, cancel);
            var serving = new ServeRun(listening, faults) { Arrived = image => arrived = Check(image) }.Run(WireAddress.Parse(target), settings.Forward, cancel);
            await Migrate(source, listening.Address.ToString(), cancel);
            if (settings.Recover)
            {
                await Recover(source, listening, serving, cancel);
            }

            reference = await serving;
        }

        at.Phase = $"the statuses settled{(reference is null ? "" : $" (the reference: {reference.Outcome}{$" {reference.Id} {reference.Words}".TrimEnd()})")}";
        var gone = await source.WaitFor(cancel, Ends);
        if (gone.Status != "completed" || reference is { IsGood: false })
        {
            return new(arrived, null, reference, $"source {gone.Status} {gone.Words} {reference?.Id} {reference?.Words} {(reference?.Findings is [var finding, ..] ? finding : null)}".TrimEnd(), clock.Elapsed);
        }

        if (settings.Postcopy && reference is { Image.WasPostcopy: false })
        {
            return new(arrived, null, reference, "the migration completed before it could switch to postcopy", clock.Elapsed);
        }

        if (settings.Recover && reference is { Incoming.Recoveries: 0 })
        {
            return new(arrived, null, reference, "the migration completed before it could be paused", clock.Elapsed);
        }

        var come = await destination.WaitFor(cancel, Ends);
        var time = clock.Elapsed;
        at.Phase = $"the guest went on at the destination ({come.Status})";
        return come.Status != "completed"
            ? new(arrived, null, reference, $"destination {come.Status} {come.Words}", time)
            : await WithEvidence(new(arrived, await Land(destination, arrived?.Generation ?? 2, cancel), reference, "", time), source, cancel);
    }

    /// <summary>Holds what is wrong against the source, which still has its memory.</summary>
    private async Task<HopResult> WithEvidence(HopResult result, HopMachine source, CancellationToken cancel) =>
        result.Wrong.Any() && result.Reference is { } through && through.Image.Memory.Find("pc.ram") is { } memory
            ? result with { Source = SourceEvidence.Of(settings.Guest, await source.Memory(cancel), memory, result.Wrong, through.Incoming.Parts) }
            : result;

    /// <summary>Lets the guest go on until it has looked at each page, and looks at them then.</summary>
    private async Task<GuestVerdict> Land(HopMachine destination, uint generation, CancellationToken cancel)
    {
        await destination.WaitForGeneration(await destination.WaitForGeneration(generation, cancel) + Generations, cancel);
        await destination.Ask("stop", [], cancel);
        return GuestMemoryCheck.Of(settings.Guest, await destination.Memory(cancel));
    }

    /// <summary>Looks at the memory as it arrived; says of a wrong page how it came to be so.</summary>
    private GuestVerdict? Check(MachineImage image)
    {
        if (image.Memory.Find("pc.ram") is not { } memory)
        {
            return null;
        }

        var verdict = GuestMemoryCheck.Of(settings.Guest, memory.Content);
        return verdict with
        {
            Wrong = [.. verdict.Wrong.Select(one => one with { Detail = $"{one.Detail} ({memory.History((int)one.Address / RewritingGuest.PageSize)})" })],
        };
    }

    private async Task PrepareSource(HopMachine source, CancellationToken cancel)
    {
        var capabilities = new List<string>(settings.Capabilities);
        capabilities.AddRange(settings.ReturnPath ? ["return-path"] : []);
        capabilities.AddRange(settings.Channels > 0 ? ["multifd"] : []);
        capabilities.AddRange(settings.Postcopy ? ["postcopy-ram"] : []);
        capabilities.AddRange(settings.Preempt ? ["postcopy-preempt"] : []);
        await source.Switch(capabilities, cancel);
        var parameters = new JsonObject
        {
            ["max-bandwidth"] = settings.Postcopy ? PostcopyBandwidth : settings.Bandwidth * 1024L * 1024,
            ["downtime-limit"] = settings.Postcopy ? 1 : Downtime,
        };
        if (settings.Recover)
        {
            parameters["max-postcopy-bandwidth"] = RecoveryBandwidth;
        }

        if (settings.Channels > 0)
        {
            parameters["multifd-channels"] = settings.Channels;
            parameters["multifd-compression"] = settings.Compression;
        }

        await source.Ask("migrate-set-parameters", parameters, cancel);
    }

    private async Task PrepareDestination(HopMachine destination, CancellationToken cancel)
    {
        var (postcopy, channels) = settings.Direct ? (settings.Postcopy, settings.Channels) : (settings.Forward.Postcopy, settings.Forward.Channels);
        await destination.Switch([.. settings is { Direct: true, Preempt: true } ? ["postcopy-preempt"] : Array.Empty<string>(), .. postcopy ? ["postcopy-ram"] : Array.Empty<string>(), .. channels > 0 ? ["multifd"] : Array.Empty<string>()], cancel);
        if (channels > 0)
        {
            var compression = settings.Direct ? settings.Compression : "none";
            await destination.Ask("migrate-set-parameters", new JsonObject { ["multifd-channels"] = channels, ["multifd-compression"] = compression }, cancel);
        }

        // It was started with -S; this says that the guest is to run once it has come.
        await destination.Ask("cont", [], cancel);
    }

    private async Task Migrate(HopMachine source, string uri, CancellationToken cancel)
    {
        await source.Ask("migrate", new JsonObject { ["uri"] = uri }, cancel);
        if (settings.Postcopy)
        {
            await source.WaitFor(cancel, ["active", .. Ends]);
            await source.Ask("migrate-start-postcopy", [], cancel);
        }
    }

    /// <summary>Breaks the connections once the reference has the guest, and lets the source connect again.</summary>
    private static async Task Recover(HopMachine source, IncomingMigration reference, Task serving, CancellationToken cancel)
    {
        await Until(() => reference.IsRunning);

        // Well behind the devices: only a source that sends pages is sure to pause.
        var parts = reference.Counts.Parts;
        await Until(() => reference.Counts.Parts > parts);
        if ((await source.WaitFor(cancel, ["postcopy-active", .. Ends])).Status != "postcopy-active")
        {
            return;
        }

        await source.Ask("migrate-pause", [], cancel);
        await source.Ask("migrate-set-parameters", new JsonObject { ["max-postcopy-bandwidth"] = 0 }, cancel);
        if ((await source.WaitFor(cancel, ["postcopy-paused", .. Ends])).Status == "postcopy-paused")
        {
            await source.Ask("migrate", new JsonObject { ["uri"] = reference.Address.ToString(), ["resume"] = true }, cancel);
        }

        async Task Until(Func<bool> reached)
        {
            while (!reached() && !serving.IsCompleted)
            {
                await Task.Delay(Glance, cancel);
            }
        }
    }

    private sealed class Progress
    {
        internal string Phase { get; set; } = "the machines started";
    }
}
