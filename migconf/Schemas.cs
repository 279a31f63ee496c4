using System.CommandLine;
using Migconf.Devices.Loading;
using Migconf.Scenarios.Loading;

namespace Migconf.Cli;

/// <summary>The command that prints the JSON Schema of a file format.</summary>
internal static class Schemas
{
    internal static Command Command()
    {
        string[] names = [DeviceSchema.Name, .. FormatSchema.Names];
        var format = new Argument<string>("FORMAT") { Description = string.Join(" or ", names) };
        format.AcceptOnlyFromAmong(names);
        var command = new Command("schema", "the JSON Schema of a file format") { format };
        command.SetAction(parsed => Console.Write(parsed.GetValue(format) is DeviceSchema.Name ? DeviceSchema.Text() : FormatSchema.Text(parsed.GetValue(format)!)));
        return command;
    }
}
