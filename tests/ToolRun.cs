using Migconf.Cli;

namespace Migconf.Tests;

/// <summary>The tool from its entry point on, in this process: what it prints and its exit code.</summary>
internal sealed record ToolRun(int Code, string Output, string Errors)
{
    private static readonly Lock Consoles = new();

    internal static ToolRun Of(params string[] arguments) => Run(null, arguments);

    /// <summary>As a step of a GitHub workflow whose summary is this file.</summary>
    internal static ToolRun OnGitHub(string summary, params string[] arguments) => Run(summary, arguments);

    /// <summary>One at a time, since a process has one console and one environment.</summary>
    private static ToolRun Run(string? summary, string[] arguments)
    {
        lock (Consoles)
        {
            var (before, errorsBefore) = (Console.Out, Console.Error);
            var variables = new[] { "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY" }
                .ToDictionary(name => name, Environment.GetEnvironmentVariable);
            using var output = new StringWriter();
            using var errors = new StringWriter();
            Console.SetOut(output);
            Console.SetError(errors);
            Environment.SetEnvironmentVariable("GITHUB_ACTIONS", summary is null ? null : "true");
            Environment.SetEnvironmentVariable("GITHUB_STEP_SUMMARY", summary);
            try
            {
                var code = typeof(Checking).Assembly.EntryPoint!.Invoke(null, [arguments]);
                return new((int)code!, output.ToString(), errors.ToString());
            }
            finally
            {
                Console.SetOut(before);
                Console.SetError(errorsBefore);
                foreach (var (name, value) in variables)
                {
                    Environment.SetEnvironmentVariable(name, value);
                }
            }
        }
    }
}
