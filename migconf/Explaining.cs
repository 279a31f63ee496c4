using System.CommandLine;
using Migconf.Devices.Checking;
using Migconf.Properties.Exploring;
using Migconf.Properties.Laws;
using Migconf.Scenarios.Defects;
using Migconf.Streams.Failures;

namespace Migconf.Cli;

/// <summary>The command that says what an id means: of an error, a law, or a known deviation.</summary>
internal static class Explaining
{
    internal static Command Command()
    {
        var id = new Argument<string?>("ID") { Description = "an error, a law, or a deviation; without it, all", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("explain", "what an id means") { id };
        command.SetAction(parsed => Console.Write(parsed.GetValue(id) is { } wanted ? About(wanted) : All()));
        return command;
    }

    /// <summary>All ids, each with its meaning in a line.</summary>
    internal static string All()
    {
        var lines = ErrorCatalogue.All.Select(error => (error.Id, error.Meaning))
            .Concat(LawBook.All.OrderBy(law => law.Id, StringComparer.Ordinal).Select(law => (law.Id, law.Sentence)))
            .Append((Explorer.LivenessId, Explorer.LivenessSentence))
            .Concat(Deviations.All.Select(deviation => (deviation.Id, deviation.Title)))
            .DistinctBy(line => line.Item1);
        return string.Concat(lines.Select(line => $"{line.Item1,-30} {line.Item2}\n"));
    }

    internal static string About(string id)
    {
        if (FailureCatalogue.Find(id) is { } failure)
        {
            return Page(
                failure.Id, failure.Sentence, ("cause", failure.Cause), ("in QEMU", failure.Shows), ("remedy", failure.Remedy), ("noticed", Noticed(failure)));
        }

        if (CompatCatalogue.Find(id) is { } broken)
        {
            return Page(
                broken.Id, broken.Sentence, ("cause", broken.Cause), ("until 10.0", broken.Until10), ("since 11.1", broken.Since11), ("recipe", broken.Recipe));
        }

        if (ErrorCatalogue.Find(id) is { } error)
        {
            return Page(error.Id, error.Meaning, ("cause", error.Cause), ("remedy", error.Remedy), ("exit code", $"{error.ExitCode}"));
        }

        if (LawBook.All.FirstOrDefault(law => Is(law.Id, id) || Is(law.Name, id)) is { } found)
        {
            var caught = string.Join(", ", Deviations.All.Where(one => one.CaughtBy == found.Id).Select(one => one.Id));
            return Page(
                found.Id, found.Sentence, ("name", found.Name), ("source", $"properties/Laws/{found.Name}.cs; facts: defects, section 2"),
                ("catches", caught.Length == 0 ? "no listed deviation" : caught));
        }

        if (Is(Explorer.LivenessId, id))
        {
            return Page(Explorer.LivenessId, Explorer.LivenessSentence, ("source", "properties/Exploring/Explorer.cs"));
        }

        return Deviations.All.FirstOrDefault(one => Is(one.Id, id)) is { } deviation
            ? Page(
                deviation.Id, deviation.Title, ("source", deviation.Source),
                ("releases", deviation.Releases.Count == 0 ? "none any more" : string.Join(", ", deviation.Releases)),
                ("caught by", deviation.CaughtBy))
            : throw new ToolException("MIG-USAGE-002", $"no error, law or deviation has the id '{id}'", "migconf explain lists them.");
    }

    private static string Noticed(FailureClass failure) => failure.Noticed switch
    {
        Noticing.Reader => "by stream describe and stream verify",
        Noticing.Comparison => "by stream diff",
        Noticing.Converter => "by stream convert",
        _ => "by the receiver alone",
    };

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string Page(string id, string meaning, params (string Label, string Text)[] lines) =>
        $"{id}  {meaning}\n{string.Concat(lines.Select(line => $"  {line.Label,-10} {line.Text}\n"))}";
}
