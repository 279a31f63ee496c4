using FsCheck;
using FsCheck.Fluent;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Properties.Generators;

/// <summary>How the two machines of a scenario start. What keeps a migration from starting, or dooms it, is rare.</summary>
internal static class MachineGenerator
{
    internal static Gen<SourceMachine> Source =>
        from guest in Pick(
            (14, RunState.Running), (3, RunState.Paused), (2, RunState.Prelaunch), (2, RunState.Suspended), (1, RunState.Shutdown))
        from returnPath in Chance(60)
        from pauses in Chance(30)
        from slow in Chance(45)
        from disk in Chance(12)
        from extra in Chance(6)
        select new SourceMachine
        {
            Guest = guest,
            Capabilities = Names(returnPath, pauses),
            SlowLink = slow,
            SharedDisk = disk,
            ExtraDevice = extra,
        };

    internal static Gen<DestinationMachine> Destination =>
        from starts in Chance(85)
        from returnPath in Chance(10)
        from mismatch in Pick((90, 0), (4, 1), (4, 2), (2, 3))
        from exits in Pick<bool?>((16, null), (1, true), (3, false))
        from listener in Pick((88, Listener.Accepts), (5, Listener.Refuses), (7, Listener.Hangs))
        select new DestinationMachine
        {
            AutoStart = starts,
            Capabilities = Names(returnPath, false),
            OtherMachineType = mismatch == 1,
            OtherMemorySize = mismatch == 2,
            OtherUuid = mismatch == 3,
            ExitOnError = exits,
            Listener = listener,
        };

    /// <summary>Capabilities that both sides have, and that change how a migration goes but not whether it does.</summary>
    internal static Gen<string[]> Common => Pick<string[]>(
        (60, []), (18, ["multifd"]), (8, ["xbzrle"]), (8, ["postcopy-ram"]), (6, ["validate-uuid"]));

    internal static Gen<bool> Chance(int percent) => Gen.Choose(0, 99).Select(roll => roll < percent);

    internal static Gen<T> Pick<T>(params (int Weight, T Value)[] options) =>
        Gen.Frequency(options.Select(option => (option.Weight, Gen.Constant(option.Value))));

    private static List<string> Names(bool returnPath, bool pauses) =>
        [.. new[] { (returnPath, "return-path"), (pauses, "pause-before-switchover") }.Where(one => one.Item1).Select(one => one.Item2)];
}
