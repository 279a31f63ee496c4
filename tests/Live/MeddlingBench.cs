using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Running;

namespace Migconf.Tests.Live;

/// <summary>A bench with someone beside it who does something once the link is touched.</summary>
internal sealed class MeddlingBenchFactory(IBenchFactory inner, Action meddle) : IBenchFactory
{
    public IImplementation Source => inner.Source;

    public IImplementation Destination => inner.Destination;

    public async Task<IBench> Start(Scenario scenario, CancellationToken cancel) =>
        new Bench(await inner.Start(scenario, cancel), meddle);

    private sealed class Bench(IBench inner, Action meddle) : IBench
    {
        public TimeSpan Elapsed => inner.Elapsed;

        public IReadOnlyDictionary<Side, string> CommandLines => inner.CommandLines;

        public ValueTask Send(SendAction send, CancellationToken cancel) => inner.Send(send, cancel);

        public ValueTask Link(LinkAction action, CancellationToken cancel)
        {
            meddle();
            return inner.Link(action, cancel);
        }

        public ValueTask Unplug(CancellationToken cancel) => inner.Unplug(cancel);

        public ValueTask LockDisk(bool locks, CancellationToken cancel) => inner.LockDisk(locks, cancel);

        public ValueTask Kill(Side side, CancellationToken cancel) => inner.Kill(side, cancel);

        public ValueTask<Sight?> NextSight(TimeSpan patience, CancellationToken cancel) => inner.NextSight(patience, cancel);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
