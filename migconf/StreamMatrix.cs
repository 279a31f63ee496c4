using System.CommandLine;
using Migconf.Compatibility.Matrix;
using Migconf.Compatibility.Pages;
using Migconf.Implementations.Qemu;
using Migconf.Reports;

namespace Migconf.Cli;

/// <summary>The command that tries device types between real releases.</summary>
internal static class StreamMatrix
{
    private static readonly string[] Neighbours = ["5.2,7.2", "7.2,10.0", "10.0,11.1"];

    internal static Command Command()
    {
        var devices = new Option<string[]>("--device") { Description = "only this device type; may be repeated; without it, all that both releases create", DefaultValueFactory = _ => [] };
        var releases = new Option<string[]>("--releases") { Description = "two releases, qemu-RELEASE or paths, the older first, such as 10.0,11.1; may be repeated", DefaultValueFactory = _ => Neighbours };
        var machine = new Option<string?>("--machine") { Description = "a machine type that both have; without it, pc-q35-RELEASE of the older release, then its pc-i440fx-RELEASE" };
        var workers = CountOption.Workers("device types that are tried at a time");
        var forecast = new Option<bool>("--forecast") { Description = "also compare what the -dump-vmstate files of the two binaries predict with what was measured" };
        var json = OutputFile.Json();
        var output = new OutputFile("--output", "a Markdown page to this file");
        var command = new Command("matrix", "try device types between real releases: the stream of each is taken from each release and given to the other")
        {
            devices, releases, machine, workers, forecast, json, output,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var results = new List<PairResult>();
            foreach (var (older, newer) in parsed.GetValue(releases)!.Select(Pair))
            {
                var run = new MatrixRun(older, newer, parsed.GetValue(machine) is { } only ? [only] : MatrixRun.MachinesOf(older.Release), Tell);
                results.Add(await run.Run(parsed.GetValue(devices)!, parsed.GetValue(forecast), parsed.GetValue(workers), cancel));
            }

            return Write(results, parsed.GetValue(devices)!, parsed.GetValue(json), parsed.GetValue(output));
        });
        return command;
    }

    private static int Write(List<PairResult> results, string[] named, string? json, string? output)
    {
        if (json is not null and not "-")
        {
            File.WriteAllText(json, MatrixJson.Write(results));
        }

        if (output is not null)
        {
            File.WriteAllText(output, MatrixMarkdown.Write(results));
        }

        Console.Write(json == "-" ? MatrixJson.Write(results) : MatrixText.Write(results));
        var tried = results.SelectMany(one => one.Devices).ToList();
        var lacks = !tried.Exists(one => one.Tried.Count > 0) || tried.Exists(one => one.Untried is not null && named.Contains(one.Device));
        return results.Exists(one => one.Breaks.Any()) ? ExitCodes.Nonconforming
            : lacks ? ExitCodes.NothingRan
            : ExitCodes.Conforms;
    }

    private static (QemuBinary Older, QemuBinary Newer) Pair(string text)
    {
        if (text.Split(',') is not [{ Length: > 0 } first, { Length: > 0 } second])
        {
            throw new ToolException("MIG-USAGE-001", $"'{text}' is no pair of releases", "--releases 10.0,11.1");
        }

        var (older, newer) = (QemuBinary.Find(first), QemuBinary.Find(second));
        if (older.Name == newer.Name)
        {
            throw new ToolException("MIG-USAGE-001", $"'{text}' names one QEMU twice", "two releases, or a release and the path of another build of it: --releases 11.1,/path/to/qemu-system-x86_64");
        }

        return Version.Parse(older.Release) <= Version.Parse(newer.Release)
            ? (older, newer)
            : throw new ToolException("MIG-USAGE-001", $"{first} is newer than {second}, and the older comes first", $"--releases {second},{first}");
    }

    /// <summary>Where the run stands, on the terminal; a line each fifty elsewhere.</summary>
    private static void Tell(int done, int all)
    {
        if (done == all || done % 50 == 0)
        {
            Console.Error.WriteLine($"{done} of {all} device types");
        }
    }
}
