using FsCheck;
using FsCheck.Fluent;
using Migconf.Scenarios.Model;

namespace Migconf.Properties.Generators;

/// <summary>Adds step after step to a scenario: what brings the migration on, what disturbs it, or what should make no difference; in
/// the end only the first, until nothing is held.</summary>
/// <param name="Onward">Steps towards the end of the migration.</param>
/// <param name="Disturbances">Steps that disturb it, and how often.</param>
/// <param name="Closing">Steps towards the end, at most.</param>
internal sealed record Wandering<TOutlook>(
    Func<TOutlook, IEnumerable<Step>> Onward, Func<TOutlook, IEnumerable<(int Weight, Step Step)>> Disturbances, int Closing)
    where TOutlook : IOutlook
{
    /// <summary>A step onward is so much likelier than a remark.</summary>
    private const int OnwardWeight = 12;

    /// <param name="bare">The scenario without a step.</param>
    /// <param name="outlook">Before the first.</param>
    /// <param name="length">Steps before it is brought to its end.</param>
    /// <param name="waits">Steps onward even where nothing is held.</param>
    internal Gen<Scenario> From(Scenario bare, TOutlook outlook, int length, int waits = 0) => Extend(bare, outlook, length, Closing + waits);

    private Gen<Scenario> Extend(Scenario scenario, TOutlook outlook, int wandering, int closing) =>
        wandering + closing == 0 || (wandering == 0 && closing <= Closing && outlook.IsSettled)
            ? Gen.Constant(scenario)
            : Next(outlook, wandering > 0).SelectMany(step => step is null
                ? Gen.Constant(scenario)
                : Extend(
                    scenario with { Steps = [.. scenario.Steps, step] },
                    (TOutlook)outlook.After(step),
                    Math.Max(0, wandering - 1),
                    wandering > 0 ? closing : closing - 1));

    /// <summary>The next step, or null where nothing is left that makes sense.</summary>
    private Gen<Step?> Next(TOutlook outlook, bool wanders)
    {
        IEnumerable<(int Weight, Step Step)> onward = Onward(outlook).Select(step => (wanders ? OnwardWeight : 1, step));
        var steps = (wanders ? [.. onward, .. Disturbances(outlook), .. StepGenerator.Remarks] : onward).Where(one => outlook.Allow(one.Step)).ToList();
        return steps.Count == 0
            ? Gen.Constant<Step?>(null)
            : Gen.Frequency(steps.Select(one => (one.Weight, Gen.Constant<Step?>(one.Step))));
    }
}
