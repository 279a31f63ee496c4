using System.CommandLine;
using Migconf.Compatibility.Loading;
using Migconf.Compatibility.Pages;
using Migconf.Implementations.Qemu;
using Migconf.Reports;

namespace Migconf.Cli;

/// <summary>The commands that take a stream from a real QEMU, and give one to it.</summary>
internal static class StreamLive
{
    private const string Example = "after -- come the options of its machine, such as -machine pc-q35-10.0 -m 16 (without -accel there, -accel tcg)";

    internal static Command Capture()
    {
        var (file, qemu, capability, options) = Parts("where to write the stream; an existing file is replaced");
        var command = new Command("capture", $"take a stream from a real QEMU whose guest does not run; {Example}") { file, qemu, capability, options };
        command.SetAction(async (parsed, cancel) =>
        {
            OutputFile.Prepare(parsed.GetValue(file)!);
            var binary = QemuBinary.Find(parsed.GetValue(qemu)!);
            var outcome = await StreamTransfer.Capture(binary, parsed.GetValue(options)!, parsed.GetValue(capability)!, parsed.GetValue(file)!, cancel);
            Console.Write(outcome.Loaded ? $"{new FileInfo(parsed.GetValue(file)!).Length,12}  {parsed.GetValue(file)}\n" : CaptureText.Write(outcome, binary.Name));
            return outcome.Loaded ? ExitCodes.Conforms : ExitCodes.Nonconforming;
        });
        return command;
    }

    internal static Command Load()
    {
        var (file, qemu, capability, options) = Parts("the stream");
        var json = OutputFile.Json();
        var command = new Command("load", $"give a stream to a real QEMU: does it load, and if not, why; {Example}") { file, qemu, capability, json, options };
        command.SetAction(async (parsed, cancel) =>
        {
            var (path, words) = (parsed.GetValue(file)!, parsed.GetValue(options)!);
            StreamFiles.MustBeThere(path);
            var binary = QemuBinary.Find(parsed.GetValue(qemu)!);
            var report = await new LoadTrial(binary, words, parsed.GetValue(capability)!).Run(path, cancel);
            var text = LoadJson.Write(report, path, binary.Name, words);
            if (parsed.GetValue(json) is { } to and not "-")
            {
                await File.WriteAllTextAsync(to, text, cancel);
            }

            Console.Write(parsed.GetValue(json) == "-" ? text : LoadText.Write(report, path, binary.Name));
            return report.Outcome.Loaded ? ExitCodes.Conforms : ExitCodes.Nonconforming;
        });
        return command;
    }

    private static (Argument<string> File, Option<string> Qemu, Option<string[]> Capability, Argument<string[]> Options) Parts(string about) =>
    (
        new("FILE") { Description = about },
        new("--qemu", "--into") { Description = "a release, qemu-RELEASE, or a path", DefaultValueFactory = _ => "qemu-10.0" },
        new("--capability") { Description = "a migration capability to switch on; may be repeated", DefaultValueFactory = _ => [] },
        new("OPTIONS") { Description = Example, Arity = ArgumentArity.ZeroOrMore }
    );
}
