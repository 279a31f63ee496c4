using System.CommandLine;

namespace Migconf.Cli;

/// <summary>An option that names a file to be written. Work may take an hour: whether the file can be written is looked at before it.</summary>
internal sealed class OutputFile : Option<string?>
{
    private const string StandardOutput = "-";

    internal OutputFile(string name, string content)
        : base(name) => Description = $"write {content}; missing folders are created";

    /// <summary>The JSON report of a command.</summary>
    internal static OutputFile Json() => new("--json", "a JSON report to this file, - for stdout");

    /// <summary>Looks at all files of a command line.</summary>
    /// <exception cref="ToolException">One cannot be written.</exception>
    internal static void Prepare(ParseResult parsed)
    {
        foreach (var path in parsed.CommandResult.Command.Options.OfType<OutputFile>().Select(parsed.GetValue).OfType<string>().Where(path => path != StandardOutput))
        {
            Prepare(path);
        }
    }

    /// <summary>Makes the folder of a file, and sees whether the file can be written. One that is there stays as it is, and one that is not is not there afterwards.</summary>
    /// <exception cref="ToolException">It cannot.</exception>
    internal static void Prepare(string path)
    {
        try
        {
            var whole = Path.GetFullPath(path);
            Directory.CreateDirectory(Path.GetDirectoryName(whole) ?? whole);
            if (!File.Exists(whole))
            {
                File.Create(whole, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            }
            else if (File.GetAttributes(whole).HasFlag(FileAttributes.ReadOnly))
            {
                throw new IOException($"{whole} is read-only");
            }
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ToolException("MIG-USAGE-007", $"'{path}' cannot be written: {wrong.Message}", "name a file in a folder that you may write to");
        }
    }
}
