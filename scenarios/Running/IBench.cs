using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;
using Migconf.Scenarios.Recordings;

namespace Migconf.Scenarios.Running;

/// <summary>What can be checked: a migration engine that can put a source and a destination on a bench.</summary>
public interface IImplementation
{
    /// <summary>How a user named it: <c>qemu-10.0</c>, <c>reference-11.1</c>, a path.</summary>
    string Name { get; }

    /// <summary>The release whose rules apply: <c>10.0</c>.</summary>
    string Release { get; }

    /// <summary>What the implementation says of its own version.</summary>
    string Version { get; }
}

/// <summary>Sets up pairs of VMMs, a fresh one for each scenario.</summary>
public interface IBenchFactory
{
    IImplementation Source { get; }

    IImplementation Destination { get; }

    /// <summary>Why no bench can be what the scenario asks for; null: one can.</summary>
    string? WhyNot(Scenario scenario) => null;

    /// <summary>Starts both VMMs; they are ready for commands when this returns.</summary>
    Task<IBench> Start(Scenario scenario, CancellationToken cancel);
}

/// <summary>Two VMMs joined by a link, seen only through their command interfaces. Disposing ends everything.</summary>
public interface IBench : IAsyncDisposable
{
    /// <summary>Monotone time since the bench was started.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>The command lines, for the recording's header.</summary>
    IReadOnlyDictionary<Side, string> CommandLines { get; }

    /// <summary>Sends a command. The bench fills in addresses (<c>uri</c>, <c>channels</c>).</summary>
    ValueTask Send(SendAction send, CancellationToken cancel);

    ValueTask Link(LinkAction action, CancellationToken cancel);

    /// <summary>The source's guest gives up the device that cannot be migrated.</summary>
    ValueTask Unplug(CancellationToken cancel);

    /// <summary>Takes the lock of the disk's image as another program would, or gives it back.</summary>
    ValueTask LockDisk(bool locks, CancellationToken cancel);

    ValueTask Kill(Side side, CancellationToken cancel);

    /// <summary>The next thing to be seen on either side, or null when nothing came within the time.</summary>
    ValueTask<Sight?> NextSight(TimeSpan patience, CancellationToken cancel);
}

/// <summary>Something seen on one side: a QMP message, or the end of the process.</summary>
public sealed record Sight(Side Side, JsonObject? Message, int? ExitCode);

/// <summary>The harness or its environment failed, not the engine under test: no verdict follows from it.</summary>
public class BenchException(string id, string message, string remedy) : Exception(message)
{
    /// <summary>The catalogue id, such as <c>MIG-ENV-003</c>.</summary>
    public string Id { get; } = id;

    public string Remedy { get; } = remedy;
}
