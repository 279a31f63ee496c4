using Migconf.Scenarios.Model;
using Migconf.Scenarios.Reference;

namespace Migconf.Properties.Generators;

/// <summary>What the arguments of a command come to.</summary>
internal static class StepArguments
{
    /// <summary>Bytes a second below which a pass does not end while a scenario lasts.</summary>
    private const ulong SlowBelow = 1_000_000;

    internal static bool SetsBandwidth(this CommandStep command) => command.Arguments.ContainsKey("max-bandwidth");

    internal static bool SetsChannels(this CommandStep command) => command.Arguments.ContainsKey("multifd-channels");

    internal static bool MakesSlow(this CommandStep command) =>
        QmpCommands.Parse(0, command.Command, command.Arguments).Parameters
            .Any(change => change.Name == "max-bandwidth" && change.Value.Number is > 0 and < SlowBelow);

    internal static bool ContinuesSwitchover(this CommandStep command) =>
        QmpCommands.Parse(0, command.Command, command.Arguments).State == "pre-switchover";
}
