using Migconf.Streams.Items;

namespace Migconf.Streams.Checking;

/// <summary>Which command may come when. Facts: wire-format, sections 3 and 4.1.</summary>
public sealed class CommandOrder
{
    private readonly HashSet<CommandKind> seen = [];

    /// <summary>What is wrong with a command at this time; null when nothing is.</summary>
    public string? Next(StreamCommand command)
    {
        var wrong = command.Kind switch
        {
            CommandKind.Ping => Needs(CommandKind.OpenReturnPath),
            CommandKind.PostcopyListen or CommandKind.PostcopyRamDiscard => Needs(CommandKind.PostcopyAdvise),
            CommandKind.PostcopyRun => Needs(CommandKind.PostcopyListen),
            CommandKind.PostcopyAdvise => Once(command.Kind),
            CommandKind.RecvBitmap => Needs(CommandKind.PostcopyRun),
            _ => null,
        };
        seen.Add(command.Kind);
        return wrong;
    }

    private string? Needs(CommandKind before) => seen.Contains(before) ? null : $"no {new StreamCommand(before, 0).Name} came before";

    private string? Once(CommandKind kind) => seen.Contains(kind) ? "it came before" : null;
}
