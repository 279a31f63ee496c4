using Migconf.Cli;

namespace Migconf.Tests;

/// <summary>The tool from its entry point on, in this process: what it prints and its exit code.</summary>
internal sealed record ToolRun(int Code, string Output, string Errors)
{
    private static readonly Lock Consoles = new();

    /// <summary>Runs one at a time, since a process has one console; GitHub's variables are taken away.</summary>
    internal static ToolRun Of(params string[] arguments)
    {
        lock (Consoles)
        {
            var (before, errorsBefore) = (Console.Out, Console.Error);
            var ci = Environment.GetEnvironmentVariable("GITHUB_ACTIONS");
            using var output = new StringWriter();
            using var errors = new StringWriter();
            Console.SetOut(output);
            Console.SetError(errors);
            Environment.SetEnvironmentVariable("GITHUB_ACTIONS", null);
            try
            {
                var code = typeof(Checking).Assembly.EntryPoint!.Invoke(null, [arguments]);
                return new((int)code!, output.ToString(), errors.ToString());
            }
            finally
            {
                Console.SetOut(before);
                Console.SetError(errorsBefore);
                Environment.SetEnvironmentVariable("GITHUB_ACTIONS", ci);
            }
        }
    }
}
