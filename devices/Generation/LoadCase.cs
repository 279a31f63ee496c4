using FsCheck;
using FsCheck.Fluent;
using Migconf.Devices.Checking;
using Migconf.Devices.Descriptions;
using Migconf.Devices.State;

namespace Migconf.Devices.Generation;

/// <summary>A random history of a device, two of its releases, and a state of the one that saves.</summary>
/// <param name="Steps">What was done from the first release to the last.</param>
public sealed record LoadCase(int Seed, string Steps, Pairing Pairing, Members State)
{
    /// <summary>The case of a seed, the same for ever in one version of the suite.</summary>
    public static LoadCase Of(int seed)
    {
        var dice = new Dice((ulong)seed);
        var maker = new DeviceMaker(dice);
        var first = maker.Device();
        while (DescriptionRules.Problems(first).Count > 0)
        {
            first = maker.Device();
        }

        List<Device> releases = [first];
        var steps = new List<StepKind>();
        var stepper = new StepMaker(dice, maker);
        for (var left = 1 + dice.Roll(3); left > 0; left--)
        {
            var (kind, device) = stepper.Any(releases[^1]);
            steps.Add(kind);
            releases.Add(device);
        }

        var from = dice.Roll(releases.Count);
        var to = dice.Chance(10) ? from : (from + 1 + dice.Roll(releases.Count - 1)) % releases.Count;
        var pairing = new Pairing(releases[from], releases[to], dice.Pick(MachineTypes.All));
        return new(seed, string.Join(", ", steps), pairing, new StateMaker(dice, pairing.Source, pairing.Machine).Make());
    }

    /// <summary>Random cases, which shrink to one device with one field.</summary>
    public static Arbitrary<LoadCase> Arbitrary() => Arb.From(Gen.Choose(0, int.MaxValue).Select(Of), LoadCaseShrinker.Shrink);
}
