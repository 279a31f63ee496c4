using Migconf.Devices.Checking;
using Migconf.Devices.Descriptions;
using Migconf.Devices.Generation;
using Xunit;

namespace Migconf.Tests.Devices;

/// <summary>What a developer did is what the checker says was done: each kind of step breaks in its own classes only.</summary>
public sealed class StepTests
{
    private const int Devices = 120;

    /// <summary>Steps, and the classes they break in where the device alone does not: forward, then backward. Numbers of
    /// <see cref="CompatCatalogue"/>. A nested struct has no version to widen a field with; where a test keeps a
    /// number off the wire, the other side has no place for the one with the new name.</summary>
    private static readonly Dictionary<StepKind, (int[] Forward, int[] Backward)> Expected = new()
    {
        [StepKind.AddFieldWithVersion] = ([], [3]),
        [StepKind.AddSubsection] = ([], [5, 18]),
        [StepKind.AddGatedSubsection] = ([], [5, 18]),
        [StepKind.Rename] = ([], []),
        [StepKind.RenameUnsaid] = ([18, 25], [18, 25]),
        [StepKind.Split] = ([18, 25], [18, 25]),
        [StepKind.Nest] = ([], []),
        [StepKind.Reparent] = ([9], [9]),
        [StepKind.ReparentWithAlias] = ([], [9]),
        [StepKind.RaiseVersion] = ([], [3]),
        [StepKind.RaiseMinimum] = ([4], [3]),
        [StepKind.AddCheck] = ([12], []),
        [StepKind.AddHook] = ([13, 20, 17], []),
        [StepKind.WidenWithVersion] = ([7], [3, 7]),
    };

    public static TheoryData<string> Kinds => [.. Expected.Keys.Select(kind => kind.ToString())];

    private static SortedSet<string> Classes(Device from, Device to) => [.. MachineTypes.All.Take(2)
        .SelectMany(machine => Verdict.Of(new(from, to, machine), 100).Cases)
        .Select(one => one.Class).OfType<string>()];

    private static string[] Ids(int[] numbers) => [.. numbers.Select(number => $"MIG-COMPAT-{number:d3}")];

    /// <summary>The recipe of most classes: a subsection behind a property that is off for older machine types.</summary>
    [Fact]
    public void A_gated_subsection_breaks_no_machine_type_that_is_older_than_its_gate()
    {
        var tried = 0;
        for (var seed = 0; seed < Devices; seed++)
        {
            var dice = new Dice((ulong)seed);
            var maker = new DeviceMaker(dice, areNamesClear: true);
            var before = maker.Device() with { Properties = [new(DeviceMaker.Gate, "11.1")] };
            var after = new StepMaker(dice, maker).Apply(StepKind.AddGatedSubsection, before);
            if (DescriptionRules.Problems(before).Count + DescriptionRules.Problems(after).Count == 0)
            {
                tried++;
                Assert.Equal(Classes(before, before), Classes(before, after));
                Assert.Equal(Classes(before, before), Classes(after, before));
            }
        }

        Assert.True(tried > Devices / 2, $"{tried} devices");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_breaks_in_its_own_classes_only(string name)
    {
        var kind = Enum.Parse<StepKind>(name);
        var (forward, backward) = (new SortedSet<string>(), new SortedSet<string>());
        for (var seed = 0; seed < Devices; seed++)
        {
            var dice = new Dice((ulong)seed);
            var maker = new DeviceMaker(dice, areNamesClear: true);
            var before = maker.Device();
            var after = new StepMaker(dice, maker).Apply(kind, before);
            if (ReferenceEquals(before, after) || DescriptionRules.Problems(before).Count + DescriptionRules.Problems(after).Count > 0)
            {
                continue;
            }

            var (old, now) = (Classes(before, before), Classes(after, after));
            forward.UnionWith(Classes(before, after).Except(old));
            backward.UnionWith(Classes(after, before).Except(old).Except(now));
        }

        Assert.Equal(Ids(Expected[kind].Forward).Order(StringComparer.Ordinal), forward);
        Assert.Equal(Ids(Expected[kind].Backward).Order(StringComparer.Ordinal), backward);
    }
}
