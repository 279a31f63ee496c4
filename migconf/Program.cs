using System.CommandLine;
using Migconf.Cli;

var root = CommandTable.Fill(new RootCommand("migconf: conformance suite and executable reference for live-migration engines"), Commands.Table, args);
var parsed = root.Parse(args);
using var interruption = new Interruption();
try
{
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    return parsed.Errors.Count == 0
        ? await parsed.InvokeAsync(configuration, interruption.Token)
        : throw new ToolException("MIG-USAGE-001", string.Join(' ', parsed.Errors.Select(error => error.Message)), "migconf --help lists the commands.");
}
catch (OperationCanceledException) when (interruption.ExitCode != 0)
{
    return interruption.ExitCode;
}
catch (Exception error)
{
    return Failures.Report(error, Console.Error);
}
