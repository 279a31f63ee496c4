using Migconf.Properties.Judging;
using Migconf.Scenarios.Recordings;

namespace Migconf.Cli;

/// <summary>Files a run leaves behind: recordings, and beside each the interleaving that explains it.</summary>
internal static class Kept
{
    /// <summary>The first run of a scenario takes the plain name, each further run its number.</summary>
    internal static string Recording(Recording recording, string folder, int time)
    {
        var run = time == 0 ? "" : $".{time + 1}";
        var name = $"{recording.Scenario.Id.Replace('/', '.')}.{recording.Source.Release}-{recording.Destination.Release}{run}.json";
        var file = Path.Combine(folder, name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(file, RecordingFile.Write(recording));
        return file;
    }

    internal static string? Witness(Verdict verdict, string? recording)
    {
        if (recording is null || verdict.Witness is not { } schedule)
        {
            return null;
        }

        var file = Path.ChangeExtension(recording, ".witness");
        File.WriteAllText(file, schedule.Write());
        return file;
    }
}
