using System.CommandLine;
using Migconf.Compatibility.Damage;
using Migconf.Compatibility.Pages;
using Migconf.Compatibility.Trials;
using Migconf.Implementations.Qemu;
using Migconf.Reports;

namespace Migconf.Cli;

/// <summary>The command that gives damaged streams to the reader and to a real QEMU.</summary>
internal static class StreamAgree
{
    private const string Example = "after -- come the options of the machine that sent FILE, such as -machine pc-q35-10.0 -m 16";

    internal static Command Command()
    {
        var file = new Argument<string?>("FILE") { Description = "a sound stream; without it, one of a small machine, taken from the receiver itself", Arity = ArgumentArity.ZeroOrOne };
        var options = new Argument<string[]>("OPTIONS") { Description = Example, Arity = ArgumentArity.ZeroOrMore };
        var into = new Option<string[]>("--into") { Description = "a receiver: a release, qemu-RELEASE, or a path; may be repeated", DefaultValueFactory = _ => ["10.0", "11.1"] };
        var count = CountOption.Of("--count", "number of damaged streams", 300);
        var seed = new Option<int>("--seed") { Description = "seed of the damage; each stream's index goes into it too", DefaultValueFactory = _ => 1 };
        var first = CountOption.Of("--first", "index of the first damaged stream", 0, least: 0);
        var workers = CountOption.Workers("QEMU processes at a time");
        var output = new OutputFile("--output", "the tables as Markdown to this file");
        var command = new Command("agree", $"give damaged streams to the reader and to a real QEMU, and see whether both say the same; {Example}") { file, into, count, seed, first, workers, output, options };
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(file) is { } sound)
            {
                StreamFiles.MustBeThere(sound);
            }

            var all = new List<Trial>();
            var page = new List<string>();
            foreach (var name in parsed.GetValue(into)!)
            {
                var binary = QemuBinary.Find(name);
                using var bench = new TrialBench();
                var (stream, words) = await Sound(bench, binary, parsed.GetValue(file), parsed.GetValue(options)!, cancel);
                var run = new DamageRun(bench, binary, words);
                var trials = await run.Run(stream, parsed.GetValue(count), parsed.GetValue(seed), parsed.GetValue(first), parsed.GetValue(workers), Tell, cancel);
                var given = parsed.GetValue(file) is { } path ? $" {path}" : "";
                Console.WriteLine(DamageText.Write(trials, $"{binary.Name} ({binary.Version})", $"migconf stream agree{given} --into {name} --seed {parsed.GetValue(seed)}"));
                page.Add(DamageText.Markdown(trials, $"{binary.Name} ({binary.Version})"));
                all.AddRange(trials);
            }

            if (parsed.GetValue(output) is { } target)
            {
                File.WriteAllText(target, string.Join('\n', page));
            }

            return all.Count == 0 ? ExitCodes.NothingRan : DamageText.Unexplained(all).Count == 0 ? ExitCodes.Conforms : ExitCodes.Nonconforming;
        });
        return command;
    }

    private static async Task<(byte[] Stream, IReadOnlyList<string> Options)> Sound(
        TrialBench bench, QemuBinary binary, string? file, string[] options, CancellationToken cancel)
    {
        if (file is not null)
        {
            return (await File.ReadAllBytesAsync(file, cancel), options);
        }

        var setup = SmallMachine.Of(binary.Release);
        var capture = await bench.Capture(binary, setup, cancel);
        return capture.End == CaptureEnd.Sent
            ? (await File.ReadAllBytesAsync(capture.Path, cancel), bench.Options(setup))
            : throw new ToolException("MIG-USAGE-001", $"{binary.Name} sends no stream of {string.Join(' ', setup.Words)}: {capture.Words}", "give a FILE and its options");
    }

    private static void Tell(int done)
    {
        if (done % 100 == 0)
        {
            Console.Error.WriteLine($"{done} streams given");
        }
    }
}
