using System.CommandLine;
using Migconf.Scenarios.Loading;

namespace Migconf.Cli;

/// <summary>The command that prints the JSON Schema of a file format.</summary>
internal static class Schemas
{
    internal static Command Command()
    {
        var format = new Argument<string>("FORMAT") { Description = string.Join(" or ", FormatSchema.Names) };
        format.AcceptOnlyFromAmong([.. FormatSchema.Names]);
        var command = new Command("schema", "the JSON Schema of a file format") { format };
        command.SetAction(parsed => Console.Write(FormatSchema.Text(parsed.GetValue(format)!)));
        return command;
    }
}
