using System.CommandLine;

namespace Migconf.Cli;

/// <summary>Commands by name, made when they are needed: making all of them takes longer than many a command does.</summary>
/// <param name="Rows">What the names of the commands are, and how each is made; how it is made is told the words after its name.</param>
internal sealed record CommandTable(params (string Name, Func<string[], Command> Make)[] Rows)
{
    /// <summary>The command that the first word names, or all of them where it names none: help, mistakes and completion need all.</summary>
    internal IEnumerable<Command> For(string[] words)
    {
        foreach (var (name, make) in Rows)
        {
            if (words.Length > 0 && words[0] == name)
            {
                return [make(words[1..])];
            }
        }

        return Rows.Select(row => row.Make([]));
    }

    /// <summary>A command whose commands are those of a table.</summary>
    internal static T Fill<T>(T parent, CommandTable table, string[] words)
        where T : Command
    {
        foreach (var command in table.For(words))
        {
            parent.Add(command);
        }

        return parent;
    }
}
