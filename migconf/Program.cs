using System.CommandLine;
using Migconf.Cli;
using Migconf.Reports;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Running;

var root = new RootCommand("migconf: conformance suite and executable reference for live-migration engines")
{
    Commands.Run(), Commands.List(), Commands.Explore(), Commands.Check(), Commands.Replay(), Commands.Judge(), Commands.Lab(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine("migconf --help lists the commands.");
    return ExitCodes.Usage;
}

using var interruption = new Interruption();
try
{
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    return await parsed.InvokeAsync(configuration, interruption.Token);
}
catch (OperationCanceledException) when (interruption.ExitCode != 0)
{
    return interruption.ExitCode;
}
catch (ScenarioException error)
{
    Console.Error.WriteLine($"{ScenarioException.Id}: {error.Message}\nRemedy: {error.Remedy}");
    return ExitCodes.Usage;
}
catch (BenchException error)
{
    Console.Error.WriteLine($"{error.Id}: {error.Message}\nRemedy: {error.Remedy}");
    return ExitCodes.Inconclusive;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"MIG-ENV-017: {error.Message}\nRemedy: check the path, its permissions, and the space left");
    return ExitCodes.Inconclusive;
}
catch (Exception error)
{
    Console.Error.WriteLine($"MIG-INT-001: {error}\nRemedy: report this with the command line");
    return ExitCodes.InternalError;
}
