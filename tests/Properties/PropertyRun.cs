using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace Migconf.Tests.Properties;

/// <summary>What made a property fail: as it was generated, as small as it came to be, and how to generate it again.</summary>
internal sealed record Counterexample<T>(T Original, T Shrunk, int Runs, Rnd Seed, int Size)
{
    /// <summary>The command that generates it again, first of all.</summary>
    internal string Command(string test) => string.Create(
        CultureInfo.InvariantCulture,
        $"{PropertyRun.SeedVariable}={Seed.Seed},{Seed.Gamma},{Size} dotnet test --project tests/Tests.csproj -- --filter-method '*.{test}'");
}

/// <summary>Runs properties from a fixed seed. <c>MIGCONF_RUNS</c> raises the number of runs, <c>MIGCONF_SEED</c> is
/// the seed of a failure to see again.</summary>
internal static class PropertyRun
{
    internal const string SeedVariable = "MIGCONF_SEED";
    private const string RunsVariable = "MIGCONF_RUNS";

    internal static readonly Rnd FixedSeed = new(2026, 11);

    internal static int Runs(int byDefault) =>
        int.TryParse(Environment.GetEnvironmentVariable(RunsVariable), CultureInfo.InvariantCulture, out var runs)
            ? Math.Max(runs, byDefault)
            : byDefault;

    /// <summary>The first failure of a property, shrunk; null when it held in every run.</summary>
    internal static Counterexample<T>? Find<T>(Arbitrary<T> values, int runs, Func<T, bool> holds)
    {
        var watcher = new Watcher<T>();
        var config = Config.Quick.WithMaxTest(runs).WithRunner(watcher).WithReplay(FSharpOption<Replay>.Some(Seed()));
        Exception? crash = null;
        Check.One(config, Prop.ForAll(values, value =>
        {
            try
            {
                return holds(value);
            }
#pragma warning disable CA1031 // Kept, and thrown again below: shrinking would swallow it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                crash ??= error;
                return false;
            }
        }));
        return crash is null ? watcher.Found : throw new InvalidOperationException($"a property failed by itself: {crash.Message}", crash);
    }

    private static Replay Seed() =>
        Environment.GetEnvironmentVariable(SeedVariable)?.Split(',') is [var seed, var gamma, var size]
            ? new Replay(
                new Rnd(ulong.Parse(seed, CultureInfo.InvariantCulture), ulong.Parse(gamma, CultureInfo.InvariantCulture)),
                FSharpOption<int>.Some(int.Parse(size, CultureInfo.InvariantCulture)))
            : new Replay(FixedSeed, FSharpOption<int>.None);

    private sealed class Watcher<T> : IRunner
    {
        internal Counterexample<T>? Found { get; private set; }

        public void OnStartFixture(Type type)
        {
        }

        public void OnArguments(
            int number, FSharpList<object> arguments, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> describe)
        {
        }

        public void OnShrink(FSharpList<object> arguments, FSharpFunc<FSharpList<object>, string> describe)
        {
        }

        public void OnFinished(string name, TestResult result)
        {
            if (result is TestResult.Failed failed)
            {
                var (data, original, shrunk) = (failed.Item1, failed.Item2, failed.Item3);
                Found = new((T)original.Head, (T)shrunk.Head, data.NumberOfTests, failed.Item6, failed.Item7);
            }
            else if (result is TestResult.Exhausted)
            {
                throw new InvalidOperationException("the property was not checked often enough");
            }
        }
    }
}
