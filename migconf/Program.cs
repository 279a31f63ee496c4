using System.CommandLine;
using Migconf.Cli;
using Migconf.Reports;

var root = CommandTable.Fill(new RootCommand($"migconf: conformance suite and executable reference for live-migration engines.\n{ExitCodes.Sentence}"), Commands.Table, args);
var parsed = root.Parse(args);
using var interruption = new Interruption();
try
{
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    if (UsageErrors.Of(parsed) is { Length: > 0 } wrong)
    {
        throw new ToolException("MIG-USAGE-001", wrong, UsageErrors.Remedy(parsed));
    }

    OutputFile.Prepare(parsed);
    return await parsed.InvokeAsync(configuration, interruption.Token);
}
catch (OperationCanceledException) when (interruption.ExitCode != 0)
{
    return interruption.ExitCode;
}
catch (Exception error)
{
    return Failures.Report(error, Console.Error);
}
