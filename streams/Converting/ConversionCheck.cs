using Migconf.Streams.Checking;
using Migconf.Streams.Devices;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Streams.Ram;

namespace Migconf.Streams.Converting;

/// <summary>Holds the items of a stream against what its new receiver reads: collects what speaks against it, and what has to be left
/// out.</summary>
internal sealed class ConversionCheck(ConversionTarget target, PageMap arrived)
{
    private const string SharedMemory = "x-ignore-shared";
    private readonly List<Finding> findings = [];
    private readonly List<RamBlock> blocks = [];
    private readonly HashSet<DroppedSubsection> dropped = [];
    private readonly MachineName? to = MachineName.Parse(target.Machine);
    private IReadOnlyList<MachineRule> crossed = [];
    private SectionHeader? section;

    /// <summary>What speaks against writing the stream.</summary>
    internal IReadOnlyList<Finding> Findings => findings;

    /// <summary>The blocks of memory, in the order in which they were announced.</summary>
    internal IReadOnlyList<RamBlock> Blocks => blocks;

    /// <summary>The subsections that are left out, as they say what a reset says.</summary>
    internal IReadOnlySet<DroppedSubsection> Dropped => dropped;

    /// <summary>The configuration of the stream; null when it has none.</summary>
    internal MachineConfiguration? Configuration { get; private set; }

    /// <summary>Takes the next item.</summary>
    internal void Next(StreamItem item)
    {
        switch (item)
        {
            case MachineConfiguration configuration:
                Configuration = configuration;
                Rename(configuration);
                break;
            case SectionHeader begun:
                section = begun;
                break;
            case RamBlock block:
                blocks.RemoveAll(one => one.Name == block.Name);
                blocks.Add(block);
                break;
            case StreamCommand { Kind: CommandKind.PostcopyRamDiscard } command:
                Discard(command);
                break;
            case StreamCommand { Kind: CommandKind.EnableColo } command:
                Add(ConversionFailures.NotConvertible, command.Name, command, "a COLO stream goes on with checkpoints for ever");
                break;
            case MultifdDeviceState:
                Add(ConversionFailures.NotConvertible, item.Scope, item, "a device's state on a multifd channel");
                break;
            case DeviceBody or OpaqueBody when section is { Kind: SectionKind.Full }:
                Device(section, item);
                break;
        }
    }

    /// <summary>What can only be said at the end.</summary>
    internal void End()
    {
        var machine = target.Machine ?? Configuration?.Machine;
        if (target.Frame == Frame.Modern && machine is null)
        {
            findings.Add(new(StructureFailures.NoConfiguration, "configuration", 0, "the stream names no machine type: name it with --machine"));
        }

        if (Configuration is null && to is { IsLegacy: false } && target.Frame == Frame.Usual)
        {
            findings.Add(new(
                ConversionFailures.MachineLayout, "configuration: name", 0,
                $"the stream names no machine type, as those up to 2.3 do; if it is of {target.Machine} itself, say so with --frame modern"));
        }

        if (target.Release is { } release && MachineName.Parse(machine) is { } name && !ReleaseKnowledge.Has(release, name))
        {
            findings.Add(new(
                ConversionFailures.MachineUnknown, "configuration: name", Configuration?.Offset ?? 0,
                $"{machine} where {release} has {ReleaseKnowledge.Machines(release)}"));
        }

        foreach (var block in blocks)
        {
            var pages = ((long)block.Used + arrived.PageSize - 1) / arrived.PageSize;
            var missing = pages - arrived.Count(block.Name);
            if (missing > 0)
            {
                var why = Configuration?.Capabilities.Contains(SharedMemory) == true ? $"; {SharedMemory} leaves out what lies in shared files" : "";
                Add(ConversionFailures.MemoryMissing, block.Name, block, $"{missing} of {pages} pages never came{why}");
            }
        }
    }

    private void Rename(MachineConfiguration configuration)
    {
        if (target.Machine is not { } wanted || wanted == configuration.Machine)
        {
            return;
        }

        if (MachineName.Parse(configuration.Machine) is not { } from || to is null || from.Board != to.Board)
        {
            Add(PairFailures.Machine, "configuration: name", configuration, $"{configuration.Machine} and {wanted} are other boards, or one has no version");
            return;
        }

        if (from.Version < MachineRule.KnownFrom || to.Version < MachineRule.KnownFrom)
        {
            Add(
                ConversionFailures.MachineLayout, "configuration: name", configuration,
                $"{configuration.Machine} to {wanted}: what changes is known between {MachineRule.KnownFrom} and later ones only");
        }

        crossed = [.. MachineRule.All.Where(rule => rule.IsBetween(from, to))];
    }

    private void Device(SectionHeader begun, StreamItem body)
    {
        foreach (var rule in crossed.Where(rule => rule.Touches(begun, body)))
        {
            Add(
                ConversionFailures.MachineLayout, begun.Title, body,
                $"{rule.Property} differs between {Configuration!.Machine} and {target.Machine}: machine types up to {rule.Last} set it");
        }

        if (target.Release is not { } release)
        {
            return;
        }

        if (ReleaseKnowledge.VersionsOf(release, MachineRule.DeviceName(begun.Name)) is var (least, most) && (begun.Version < least || begun.Version > most))
        {
            Add(
                begun.Version > most ? DeviceFailures.VersionTooNew : DeviceFailures.VersionTooOld, begun.Title, begun,
                $"version {begun.Version} where {release} reads {least} to {most}");
        }

        if (body is DeviceBody { State: var state })
        {
            foreach (var part in state.Subsections.Where(part => ReleaseKnowledge.IsAtDefault(part) && ReleaseKnowledge.Lacks(release, part.Name) is not null))
            {
                dropped.Add(new(begun.Name, begun.Instance, part.Name));
            }

            Subsections(state, "", begun, body, release, isTop: true);
        }
        else
        {
            Add(ConversionFailures.NotDescribed, begun.Title, body, $"whether {release} reads it cannot be told");
        }
    }

    private void Subsections(StateStructure state, string path, SectionHeader begun, StreamItem body, string release, bool isTop)
    {
        foreach (var part in state.Subsections)
        {
            var below = $"{path}{part.Name}";
            var isDropped = isTop && dropped.Contains(new(begun.Name, begun.Instance, part.Name));
            if (!isDropped && ReleaseKnowledge.Lacks(release, part.Name) is { } having)
            {
                Add(
                    DeviceFailures.SubsectionUnknown, $"{begun.Title}: {below}", body,
                    $"{release} does not know it ({having}), and it does not say what a reset says; put the device into its default state, or name a release that knows it");
            }

            Subsections(part, $"{below}/", begun, body, release, isTop: false);
        }

        foreach (var field in state.Fields.OfType<StateStructure>())
        {
            Subsections(field, $"{path}{field.Label}/", begun, body, release, isTop: false);
        }
    }

    private void Discard(StreamCommand command)
    {
        var block = blocks.Find(one => one.Name == command.Block)
            ?? throw new StreamException(RamFailures.UnknownBlock, command.Name, "block", command.Offset, $"no block '{command.Block}'");
        foreach (var (start, length) in command.Ranges)
        {
            if (start > block.Used || length > block.Used - start)
            {
                throw new StreamException(
                    RamFailures.OffsetOutside, command.Name, block.Name, command.Offset, $"0x{start:x} +0x{length:x} of a block of 0x{block.Used:x} bytes");
            }

            arrived.Forget(block.Name, (long)start, (long)length);
        }
    }

    private void Add(FailureClass failure, string place, StreamItem at, string detail) => findings.Add(new(failure, place, at.Offset, detail));
}

/// <summary>A subsection of a device that is left out.</summary>
/// <param name="Device">The name of its section.</param>
/// <param name="Instance">Which of several of that name.</param>
/// <param name="Name">The subsection's.</param>
internal readonly record struct DroppedSubsection(string Device, uint Instance, string Name);
