using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Options;
using Migconf.Scenarios.Model;

namespace Migconf.Properties.Exploring;

/// <summary>The tables of options with one entry otherwise: a moment from which something may no longer change, a default, the end of a
/// range, what needs or excludes what.</summary>
internal static class OptionMutants
{
    private static readonly OptionTables Plain = OptionTables.Plain;

    internal static IEnumerable<Mutant> All =>
    [
        .. Plain.Capabilities.Select(one => Of($"capability {one.Name} changes {Other(one)}", one.Name, one with { Changes = OtherMoment(one) })),
        .. Plain.Capabilities.Where(one => one.Since != "5.2").Select(one => Of($"capability {one.Name} of every release", one.Name, one with { Since = "5.2" })),
        .. Plain.Capabilities.Where(one => one.Gone is not null).Select(one => Of($"capability {one.Name} never gone", one.Name, one with { Gone = null })),
        .. Plain.Parameters.Select(one => Of($"parameter {one.Name} changes {Other(one)}", one.Name, one with { Changes = OtherMoment(one) })),
        .. Plain.Parameters.Where(one => one.Since != "5.2").Select(one => Of($"parameter {one.Name} of every release", one.Name, one with { Since = "5.2" })),
        .. Plain.Parameters.Where(one => one.Gone is not null).Select(one => Of($"parameter {one.Name} never gone", one.Name, one with { Gone = null })),
        .. Numbers.Where(one => one.Most < long.MaxValue).SelectMany(one => new[]
        {
            Of($"parameter {one.Name} up to one less", one.Name, one with { Most = one.Most - 1 }),
            Of($"parameter {one.Name} up to one more", one.Name, one with { Most = one.Most + 1 }),
        }),
        .. Numbers.Select(one => Of($"parameter {one.Name} from one more", one.Name, one with { Least = one.Least + 1 })),
        .. Numbers.Where(one => one.Least > 0).Select(one => Of($"parameter {one.Name} from one less", one.Name, one with { Least = one.Least - 1 })),
        .. Numbers.Where(one => one.IsPowerOfTwo).Select(one => Of($"parameter {one.Name} no power of two", one.Name, one with { IsPowerOfTwo = false })),
        .. Plain.Parameters.Where(one => one.Choices.Count > 0).SelectMany(one => one.Choices.Skip(1).Select(choice =>
            Of($"parameter {one.Name} without {choice.Name}", one.Name, one with { Choices = [.. one.Choices.Where(other => other != choice)] }))),
        .. Plain.Parameters.Where(one => one.Default is not null).Select(one => new Mutant($"parameter {one.Name} of another default", releases => releases, rules => rules with { Options = Changed(rules.Options, Otherwise(one)) })
        {
            IsPlain = true,
            Concerns = scenario => scenario.Steps.OfType<CommandStep>().Any(step => step.Command == "query-migrate-parameters"),
        }),
        .. Plain.Requirements.Select(pair => Of($"{pair.First} without {pair.Second}", pair.First, tables => tables with { Requirements = [.. tables.Requirements.Where(other => other != pair)] })),
        .. Plain.Conflicts.Select(pair => Of($"{pair.First} beside {pair.Second}", pair.First, tables => tables with { Conflicts = [.. tables.Conflicts.Where(other => other != pair)] })),
        .. Plain.Exclusions.Select(rule => Of($"{rule.Capability} with any {rule.Parameter}", rule.Parameter, tables => tables with { Exclusions = [.. tables.Exclusions.Where(other => other != rule)] })),
        .. Plain.Exclusions.Select(rule => Of(
            $"{rule.Capability} and {rule.Parameter} looked at {(rule.IsForMigrate ? "when set" : "at migrate")}", rule.Parameter,
            tables => tables with { Exclusions = [.. tables.Exclusions.Select(other => other == rule ? rule with { IsForMigrate = !rule.IsForMigrate } : other)] })),
    ];

    /// <summary>Their upper ends are looked for up to the largest number of a scenario; <c>migconf options --check</c> asks beyond it.</summary>
    private static IEnumerable<Parameter> Numbers => Plain.Parameters.Where(one => one.Kind == OptionKind.Number);

    private static Changes OtherMoment(Option option) => option.Changes == Changes.AnyTime ? Changes.BetweenMigrations : Changes.AnyTime;

    private static string Other(Option option) => OtherMoment(option) == Changes.AnyTime ? "at any time" : "between migrations";

    /// <summary>A default that the parameter does not have.</summary>
    private static Parameter Otherwise(Parameter parameter) => parameter with
    {
        Default = parameter.Default switch
        {
            { Number: { } number } => OptionValue.Of(number + 1),
            { Kind: OptionKind.Flag, Text: var text } => OptionValue.Of(text == "false"),
            { Kind: OptionKind.List } => new(OptionKind.List, "[\"x\"]"),
            _ => OptionValue.Of("x"),
        },
        OlderMachines = null,
    };

    private static Mutant Of(string name, string option, Capability changed) => Of(name, option, tables => tables with
    {
        Capabilities = [.. tables.Capabilities.Select(other => other.Name == changed.Name ? changed : other)],
    });

    private static Mutant Of(string name, string option, Parameter changed) => Of(name, option, tables => Changed(tables, changed));

    private static Mutant Of(string name, string option, Func<OptionTables, OptionTables> change) =>
        new(name, releases => releases, rules => rules with { Options = change(rules.Options) })
        {
            IsPlain = true,
            Concerns = scenario => scenario.Steps.OfType<CommandStep>().Any(step => step.Arguments.ToJsonString().Contains($"\"{option}\"", StringComparison.Ordinal)),
        };

    private static OptionTables Changed(OptionTables tables, Parameter changed) => tables with
    {
        Parameters = [.. tables.Parameters.Select(other => other.Name == changed.Name ? changed : other)],
    };
}
