using Exploration;
using Migconf.ReferenceEngine;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Scenarios.Reference;

/// <summary>Two reference VMMs and their link, set up as a scenario says.</summary>
public sealed class ReferencePair
{
    public ReferencePair(World world, Scenario scenario, PairSettings settings)
    {
        var handOver = scenario.Destination.AwaitsMemory ? new HandOver(world, scenario.Destination.Listener == Listener.Exec) : null;
        Link = new Link(world, scenario.Destination.ReadsFile ? Medium.File : Medium.Network, handOver) { SwapsFirst = scenario.Destination.Listener == Listener.Swaps };
        Link.Open(scenario.Destination.Listener switch
        {
            Listener.Hangs => Port.Hanging,
            Listener.Refuses => Port.Refusing,
            Listener.File or Listener.Exec => Port.Listening,
            _ => Port.Closed,
        });
        Image = scenario.Source.HasDisk ? new Image(world, Link.Ownership) : null;
        Source = new Vmm(world, Side.Source, SourceOptions(scenario, settings) with { Image = Image }, settings.Rules, Link);
        Destination = new Vmm(
            world, Side.Destination, DestinationOptions(scenario, settings) with { Image = Image }, settings.DestinationRules ?? settings.Rules, Link);
    }

    public Vmm Source { get; }

    public Vmm Destination { get; }

    public Link Link { get; }

    /// <summary>What the guest's disk writes to; null: it has none.</summary>
    public Image? Image { get; }

    public Vmm this[Side side] => side == Side.Source ? Source : Destination;

    /// <summary>What the network does; it happens at once.</summary>
    public void Act(LinkAction action)
    {
        switch (action)
        {
            case LinkAction.Cut:
                Link.Cut();
                break;
            case LinkAction.CutLast:
                Link.CutLast();
                break;
            case LinkAction.StallForward:
                Link.Stall(forward: true);
                break;
            case LinkAction.StallReturn:
                Link.Stall(back: true);
                break;
            case LinkAction.Release:
                Link.Stall(false, false);
                break;
            case LinkAction.Accept:
                Link.Open(Port.Listening);
                break;
            case LinkAction.Refuse:
                Link.Open(Port.Refusing);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(action), action, null);
        }
    }

    public void Kill(Side side) => this[side].Die();

    private static VmmOptions SourceOptions(Scenario scenario, PairSettings settings) => new()
    {
        Release = settings.Source,
        MachineRelease = settings.Machine,
        HasExtraDevice = scenario.Source.ExtraDevice,
        HasBlocker = scenario.Source.Blocker,
        HasPoison = scenario.Source.PoisonedMemory,
        NamesFreePages = scenario.Source.FreePageHints,
        HasBusyGuest = scenario.Source.BusyGuest,
        HasDirtyRing = scenario.Source.DirtyRing,
        HasDiskJob = scenario.Source.DiskJob,
        HasKeys = scenario.Source.Tls,
        HasUnsavableDevice = scenario.Source.UnsavableDevice,
        HasFailover = scenario.Source.Failover,
        SharesMemory = scenario.Source.SharedMemory,
        Guest = scenario.Source.Guest == RunState.Paused ? RunState.Running : scenario.Source.Guest,
        GuestWrites = settings.GuestWrites,
    };

    /// <summary>The other machine type is an old one (5.1 or 7.0).</summary>
    private static Release OlderThan(Release machine) => machine == Releases.V5_2 ? machine : Releases.V7_2;

    private static VmmOptions DestinationOptions(Scenario scenario, PairSettings settings) => new()
    {
        Release = settings.Destination,
        MachineRelease = scenario.Destination.OtherMachineType ? OlderThan(settings.Machine) : settings.Machine,
        MachineType = scenario.Destination.OtherMachineType ? 2 : 1,
        MemorySize = scenario.Destination.OtherMemorySize ? 192 : 128,
        Uuid = scenario.Destination.OtherUuid ? 2 : 1,
        HasPoison = scenario.Destination.PoisonedMemory,
        Guest = RunState.Inmigrate,
        AutoStart = scenario.Destination.AutoStart,
        IsIncoming = true,
        HasKeys = scenario.Source.Tls,
        HasUnsavableDevice = scenario.Source.UnsavableDevice,
        AwaitsMemory = scenario.Destination.AwaitsMemory,
        GuestWrites = scenario.Source.Capabilities.Contains("postcopy-ram") || scenario.Destination.AwaitsMemory ? settings.GuestWrites : 0,
    };
}

/// <summary>Which releases stand on the two sides, and by which rules they play.</summary>
public sealed record PairSettings(Release Source, Release Destination, Rules Rules)
{
    /// <summary>Both machines are of the newest type that both releases have.</summary>
    public Release Machine => Releases.Age(Source.Name) <= Releases.Age(Destination.Name) ? Source : Destination;

    /// <summary>Other rules for the destination; null: the same.</summary>
    public Rules? DestinationRules { get; init; }

    /// <summary>How many pages the guest may write; 0 where pages are not looked at.</summary>
    public int GuestWrites { get; init; }
}
