using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record ErrorOnOwner() : Law("ERR-3", "ErrorOnOwner", "a destination that is to stay when loading fails stays, and can be asked for the error")
{
    public override string? CheckHistory(History history)
    {
        var mayGo = history.Killed.Contains(Side.Destination)
            || history.Items.Any(item => item is { Side: Side.Destination, Command: "quit" });
        return history.Scenario.Destination.ExitOnError == false && history.Gone.Contains(Side.Destination) && !mayGo
            ? "the process ended"
            : null;
    }
}
