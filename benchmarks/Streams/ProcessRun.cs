using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Migconf.Scenarios.Running;

namespace Migconf.Benchmarks.Streams;

/// <summary>A program run to its end: how long it took, and the most memory it had.</summary>
/// <param name="Time">From its start to its end.</param>
/// <param name="Memory">Its resident memory at most, in bytes, as last seen before its end.</param>
internal sealed record ProcessRun(TimeSpan Time, long Memory)
{
    private const int Glance = 5;

    /// <exception cref="BenchException">It cannot be started, or ends with another exit code than 0.</exception>
    internal static ProcessRun Of(string program, params string[] arguments) => In(Environment.CurrentDirectory, program, arguments);

    /// <summary>In a folder. What it prints is read and dropped.</summary>
    internal static ProcessRun In(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        var clock = Stopwatch.StartNew();
        try
        {
            using var process = Process.Start(start)!;
            var printed = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            var errors = process.StandardError.ReadToEndAsync();
            long memory = 0;
            while (!process.WaitForExit(Glance))
            {
                memory = Math.Max(memory, Resident(process.Id));
            }

            var time = clock.Elapsed;
            printed.Wait();
            return process.ExitCode == 0
                ? new(time, memory)
                : throw new BenchException("MIG-ENV-006", $"{program} ended with exit code {process.ExitCode}: {Tail(errors.Result)}", "mend what it says and try again");
        }
        catch (Win32Exception missing)
        {
            throw new BenchException("MIG-ENV-007", $"{program} cannot be started: {missing.Message}", $"install {program}");
        }
    }

    /// <summary>The most it had so far; 0 once it has ended.</summary>
    private static long Resident(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(one => one.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static string Tail(string text) => text.Trim()[Math.Max(0, text.Trim().Length - 500)..];
}
