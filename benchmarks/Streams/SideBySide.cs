using System.Globalization;

namespace Migconf.Benchmarks.Streams;

/// <summary>migconf and the usual script, each a process of its own, in turn on the same file; the best of each counts.</summary>
/// <param name="folder">A folder of this run.</param>
/// <param name="script">The usual script; null when it cannot be had.</param>
internal sealed class SideBySide(string folder, string? script)
{
    private const int Rounds = 3;
    private static readonly string Tool = Path.Combine(AppContext.BaseDirectory, "migconf.dll");

    /// <summary>What a process of the tool takes that does nothing.</summary>
    private ProcessRun StartUp { get; } = Best(() => ProcessRun.Of("dotnet", Tool, "--version"));

    internal void Begin()
    {
        Console.WriteLine($"start-up of migconf: {Show(StartUp)}");
        Console.WriteLine($"{"as a process",-16} {"migconf",-28} {"after start-up",-28} {"analyze-migration.py",-28} {"ratio",6}");
    }

    /// <summary>One job for both.</summary>
    /// <param name="what">A name for the table.</param>
    /// <param name="length">Bytes that are worked on.</param>
    /// <param name="tool">Words for migconf.</param>
    /// <param name="usual">Words for the script.</param>
    internal void Compare(string what, long length, string[] tool, string[] usual)
    {
        var (own, other) = (new List<ProcessRun>(), new List<ProcessRun>());
        for (var round = 0; round < Rounds; round++)
        {
            own.Add(ProcessRun.In(folder, "dotnet", [Tool, .. tool]));
            if (script is not null)
            {
                other.Add(ProcessRun.In(folder, "python3", [script, .. usual]));
            }
        }

        var mine = own.MinBy(one => one.Time)!;
        var theirs = other.MinBy(one => one.Time);
        var work = mine.Time - StartUp.Time;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-16} {Show(mine, length),-28} {Rate(work, length),-28} {(theirs is null ? "not measured" : Show(theirs, length)),-28} {(theirs is null ? "" : $"{theirs.Time / mine.Time:0.0}x"),6}"));
    }

    private static ProcessRun Best(Func<ProcessRun> run) => Enumerable.Range(0, Rounds).Select(_ => run()).MinBy(one => one.Time)!;

    private static string Show(ProcessRun run, long length = 0) =>
        $"{Rate(run.Time, length)} {run.Memory / 1_000_000} MB";

    private static string Rate(TimeSpan time, long length) => string.Create(
        CultureInfo.InvariantCulture, $"{time.TotalMilliseconds,6:0} ms{(length == 0 ? "" : $" {length / time.TotalSeconds / 1e9:0.00} GB/s")}");
}
