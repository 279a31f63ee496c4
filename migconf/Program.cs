using System.CommandLine;
using Migconf.Cli;

var root = new RootCommand("migconf: conformance suite and executable reference for live-migration engines")
{
    Commands.Run(), Commands.List(), Commands.Explore(), Commands.Check(), Commands.Replay(), Commands.Judge(), Commands.Lab(),
    Explaining.Command(), Schemas.Command(),
};
var parsed = root.Parse(args);
try
{
    return parsed.Errors.Count == 0
        ? await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false })
        : throw new ToolException("MIG-USAGE-001", string.Join(' ', parsed.Errors.Select(error => error.Message)), "migconf --help lists the commands.");
}
catch (Exception error)
{
    return Failures.Report(error, Console.Error);
}
