using System.Text.Json;
using System.Text.Json.Nodes;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Options;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Defects;
using Migconf.Scenarios.Reference;

namespace Migconf.Implementations.Qemu;

/// <summary>Whether a real QEMU has the capabilities and parameters the reference says its release has: their names, defaults,
/// the values at and past each limit, and every pair of capabilities.</summary>
public sealed class OptionSurvey
{
    private readonly QemuSession session;
    private readonly Release release;
    private readonly CancellationToken cancel;
    private readonly List<string> differences = [];

    private OptionSurvey(QemuSession session, Release release, CancellationToken cancel) =>
        (this.session, this.release, this.cancel) = (session, release, cancel);

    /// <summary>How many questions were asked.</summary>
    public int Asked { get; private set; }

    /// <summary>Where QEMU and the reference differ, a line each.</summary>
    public IReadOnlyList<string> Differences => differences;

    public static async Task<OptionSurvey> Of(QemuBinary binary, Release release, CancellationToken cancel)
    {
        await using var session = await QemuSession.Start(binary, [], cancel);
        var survey = new OptionSurvey(session, release, cancel);
        await survey.CompareNames();
        await survey.TryValues();
        await survey.TryPairs();
        await survey.TryExclusions();
        return survey;
    }

    private async Task CompareNames()
    {
        var shown = await Ask("query-migrate-capabilities", []);
        var real = shown["return"]!.AsArray().Select(one => one!["capability"]!.GetValue<string>()).ToHashSet();
        var known = Capability.All.Where(one => one.IsIn(release)).Select(one => one.Name).ToHashSet();
        Compare("capability", real, known);

        var values = (await Ask("query-migrate-parameters", []))["return"]!.AsObject();
        var parameters = Parameter.All.Where(one => one.IsIn(release) && one.Default is not null).ToDictionary(one => one.Name);
        Compare("parameter", [.. values.Select(pair => pair.Key)], [.. parameters.Keys]);
        foreach (var (name, value) in values.Where(pair => parameters.ContainsKey(pair.Key)))
        {
            var (wanted, found) = (parameters[name].Default!.Value, OptionValues.Of(value));
            if (wanted != found)
            {
                differences.Add($"{name} is {found} by default, the reference says {wanted}");
            }
        }
    }

    private void Compare(string what, HashSet<string> real, HashSet<string> known)
    {
        differences.AddRange(real.Except(known).Order(StringComparer.Ordinal).Select(name => $"{what} {name} is not known to the reference"));
        differences.AddRange(known.Except(real).Order(StringComparer.Ordinal).Select(name => $"{what} {name} is not there"));
    }

    private async Task TryValues()
    {
        foreach (var parameter in Parameter.All.Where(one => one.IsIn(release)))
        {
            foreach (var value in Samples(parameter))
            {
                var settings = new Settings(release, release);
                await Try(
                    "migrate-set-parameters",
                    new JsonObject { [parameter.Name] = OptionValues.ToJson(value) },
                    $"{parameter.Name} = {OptionValues.ToJson(value)?.ToJsonString() ?? "null"}",
                    settings.Set([(parameter.Name, value)]));
            }

            if (parameter.Default is { } usual)
            {
                await Ask("migrate-set-parameters", new JsonObject { [parameter.Name] = OptionValues.ToJson(usual) });
            }
        }
    }

    private static IEnumerable<OptionValue> Samples(Parameter parameter)
    {
        if (parameter.Kind == OptionKind.Number)
        {
            yield return OptionValue.Of(parameter.Least);
            if (parameter.Least > 0)
            {
                yield return OptionValue.Of(parameter.Least - 1);
            }

            yield return OptionValue.Of(parameter.Most);
            if (parameter.Most < ulong.MaxValue)
            {
                yield return OptionValue.Of(parameter.Most + 1);
            }

            if (parameter.IsPowerOfTwo)
            {
                yield return OptionValue.Of((parameter.Least * 2) + 1);
            }

            yield return OptionValue.Of("5");
        }
        else if (parameter.Kind == OptionKind.Text && parameter.Choices.Count > 0)
        {
            foreach (var choice in parameter.Choices)
            {
                yield return OptionValue.Of(choice.Name);
            }

            yield return OptionValue.Of("no-such-thing");
            yield return OptionValue.Of(1);
        }
        else
        {
            yield return parameter.Kind == OptionKind.Flag ? OptionValue.Of(true) : OptionValue.Of(1);
        }
    }

    private async Task TryPairs()
    {
        var names = Capability.All.Where(one => one.IsIn(release)).Select(one => one.Name).ToList();
        foreach (var first in names)
        {
            foreach (var second in names.Where(name => string.CompareOrdinal(name, first) >= 0))
            {
                List<(string, bool)> changes = first == second ? [(first, true)] : [(first, true), (second, true)];
                if (await Try("migrate-set-capabilities", Capabilities(changes), string.Join(" + ", changes.Select(one => one.Item1)), new Settings(release, release).Set(changes)))
                {
                    await Ask("migrate-set-capabilities", Capabilities([.. changes.Select(one => (one.Item1, false))]));
                }
            }
        }
    }

    /// <summary>The rules with what is known of the release.</summary>
    private Rules AsSeen => Deviations.All.Where(one => one.Releases.Contains(release.Name)).Aggregate(new Rules(), (rules, one) => one.Apply(rules));

    /// <summary>Each parameter that a capability may exclude, with each capability.</summary>
    private async Task TryExclusions()
    {
        foreach (var (parameter, other, usual) in OptionRules.Exclusions.Where(rule => rule.IsIn(release))
            .Select(rule => (rule.Parameter, Other: rule.Only.Length > 0 ? "zlib" : "x", rule.Only)).Distinct())
        {
            foreach (var name in Capability.All.Where(one => one.IsIn(release)).Select(one => one.Name))
            {
                List<(string, bool)> changes = [(name, true), .. OptionRules.Requirements.Where(pair => pair.First == name && pair.IsIn(release)).Select(pair => (pair.Second, true))];
                var settings = new Settings(release, release, rules: AsSeen);
                if (await Try("migrate-set-capabilities", Capabilities(changes), name, settings.Set(changes)))
                {
                    var value = OptionValue.Of(other);
                    await Try(
                        "migrate-set-parameters", new JsonObject { [parameter] = OptionValues.ToJson(value) }, $"{parameter} = {other} with {name}",
                        settings.Set([(parameter, value)]));
                    await Ask("migrate-set-capabilities", Capabilities([.. changes.Select(one => (one.Item1, false))]));
                    await Ask("migrate-set-parameters", new JsonObject { [parameter] = OptionValues.ToJson(OptionValue.Of(usual)) });
                }
            }
        }
    }

    private static JsonObject Capabilities(List<(string Name, bool On)> changes) => new()
    {
        ["capabilities"] = new JsonArray([.. changes.Select(one => new JsonObject { ["capability"] = one.Name, ["state"] = one.On })]),
    };

    private async Task<bool> Try(string command, JsonObject arguments, string what, ErrorClass expected)
    {
        var reply = await Ask(command, arguments);
        var refusal = reply["error"]?["desc"]?.GetValue<string>();
        if (refusal is null != (expected == ErrorClass.None))
        {
            differences.Add($"{what} is {(refusal is null ? "accepted" : $"refused: {refusal}")}; the reference says {(expected == ErrorClass.None ? "accepted" : $"refused ({expected})")}");
        }

        return refusal is null;
    }

    private async Task<JsonObject> Ask(string command, JsonObject arguments)
    {
        Asked++;
        return await session.Ask(command, arguments, cancel);
    }
}
