using System.CommandLine;
using Migconf.Implementations.Qemu;
using Migconf.ReferenceEngine;
using Migconf.Reports;

namespace Migconf.Cli;

/// <summary>The command that shows the capabilities and parameters of every release, or compares them with a real QEMU.</summary>
internal static class Options
{
    internal static Command Command()
    {
        var check = new Option<string[]>("--check") { Description = "ask this QEMU (a path, or qemu-11.1) whether it has the same", AllowMultipleArgumentsPerToken = true };
        var command = new Command("options", "capabilities and parameters by release: defaults, limits, what excludes what, when each may change (Markdown)") { check };
        command.SetAction(async (parsed, cancel) =>
        {
            var names = parsed.GetValue(check) ?? [];
            if (names.Length == 0)
            {
                Console.Write(OptionPage.Write());
                return ExitCodes.Conforms;
            }

            var differences = 0;
            foreach (var name in names)
            {
                var binary = QemuBinary.Find(name);
                var release = Releases.Find(binary.Release)
                    ?? throw new ToolException("MIG-USAGE-001", $"the reference does not know release {binary.Release}", "check one of the releases of `migconf lab list`");
                var survey = await OptionSurvey.Of(binary, release, cancel);
                survey.Differences.ToList().ForEach(difference => Console.WriteLine($"{binary.Name}: {difference}"));
                Console.WriteLine($"{binary.Name}: {survey.Asked} questions, {survey.Differences.Count} differences");
                differences += survey.Differences.Count;
            }

            return differences == 0 ? ExitCodes.Conforms : ExitCodes.Nonconforming;
        });
        return command;
    }
}
