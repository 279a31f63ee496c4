using Migconf.Devices.Dumps;
using Migconf.Devices.Loading;
using Migconf.Reports;
using Migconf.Scenarios.Loading;
using Migconf.Scenarios.Running;
using Migconf.Streams.Failures;
using Migconf.Streams.Ram;
using Migconf.Wire;

namespace Migconf.Cli;

/// <summary>What ends the tool early: an exception to an id, a message, a remedy, and an exit code.</summary>
internal static class Failures
{
    internal static int Report(Exception error, TextWriter output)
    {
        var (id, message, remedy) = error switch
        {
            ScenarioException wrong => (ScenarioException.Id, wrong.Message, wrong.Remedy),
            HistoryException wrong => (HistoryException.Id, wrong.Message, wrong.Remedy),
            DumpException wrong => (DumpException.Id, wrong.Message, null),
            BenchException bench => (bench.Id, bench.Message, bench.Remedy),
            ToolException tool => (tool.Id, tool.Message, tool.Remedy),
            WireException wire => (wire.Id, wire.Message, wire.Remedy),
            StreamException wrong => (wrong.Failure.Id, wrong.Message, wrong.Failure.Remedy),
            MissingLibraryException missing => ("MIG-ENV-022", missing.Message, null),
            FileNotFoundException or DirectoryNotFoundException => ("MIG-USAGE-004", error.Message, null),
            IOException or UnauthorizedAccessException => ("MIG-ENV-017", error.Message, null),
            _ => ("MIG-INT-001", error.ToString(), null),
        };
        var entry = ErrorCatalogue.Find(id);
        output.WriteLine($"{id}: {message}");
        output.WriteLine($"Remedy: {remedy ?? entry?.Remedy}");
        return entry?.ExitCode ?? ExitCodes.InternalError;
    }
}
