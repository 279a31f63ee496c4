using System.CommandLine;
using Migconf.Reports;

namespace Migconf.Cli;

/// <summary>The options that say where a report goes, and the writing of it. stdout is data: when the JSON report goes
/// there, everything for people goes to stderr.</summary>
internal sealed class ReportOptions
{
    private readonly OutputFile json = OutputFile.Json();
    private readonly OutputFile junit = new("--junit", "a JUnit report to this file");
    private readonly Option<bool> gitHub = new("--github")
    {
        Description = "write GitHub annotations, and a summary where GITHUB_STEP_SUMMARY says",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true",
    };

    internal ReportOptions(Command command)
    {
        command.Add(json);
        command.Add(junit);
        command.Add(gitHub);
    }

    /// <summary>Writes the reports that were asked for; the exit code of the run.</summary>
    internal int Finish(ParseResult parsed, RunReport report) => Finish(parsed, report, people => TerminalReport.Write(report, people));

    /// <summary>The same, for a command that has a page of its own for people.</summary>
    internal int Finish(ParseResult parsed, RunReport report, Action<TextWriter> page)
    {
        var toStdout = parsed.GetValue(json) == "-";
        var people = toStdout ? Console.Error : Console.Out;
        page(people);
        if (parsed.GetValue(gitHub))
        {
            TellGitHub(report, people);
        }

        if (toStdout)
        {
            Console.WriteLine(JsonReport.Write(report));
        }
        else if (parsed.GetValue(json) is { } file)
        {
            File.WriteAllText(file, JsonReport.Write(report));
        }

        if (parsed.GetValue(junit) is { } path)
        {
            File.WriteAllText(path, JUnitReport.Write(report));
        }

        return ExitCodes.Of(report);
    }

    private static void TellGitHub(RunReport report, TextWriter people)
    {
        foreach (var line in GitHubAnnotations.Of(report))
        {
            people.WriteLine(line);
        }

        if (Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY") is { Length: > 0 } page)
        {
            File.AppendAllText(page, GitHubSummary.Write(report));
        }
    }
}
