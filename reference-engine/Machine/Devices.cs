using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>Devices that not every machine has, and what a manager does to them (facts: control-plane, section 3).</summary>
public sealed class Devices(Vmm vmm)
{
    private readonly Shared<bool> isPlugged = new(vmm.World, $"{vmm.Side.Name()} device plugged in", false);

    /// <summary>Those whose state is in a stream, a bit each: who lacks one cannot load it, and who has one more keeps that as it is.</summary>
    internal int Saved => (vmm.Options.HasExtraDevice ? 1 : 0) | (isPlugged.Value ? 2 : 0);

    /// <summary>A device that is there from now on. What a migration under way sends must not change; who receives one may still be given what it
    /// lacks.</summary>
    internal async Routine<Observation> Add(Command command)
    {
        var isClosed = vmm.Rules.ClosedToDevices.Has((await vmm.Outgoing.State.Read()).Status);
        var refusal = isPlugged.Value && (!isClosed || vmm.Release.ComparesIdsFirst) ? ErrorClass.DeviceExists
            : isClosed ? ErrorClass.DeviceTooLate
            : ErrorClass.None;
        if (refusal != ErrorClass.None)
        {
            return Observation.Refused(command.Id, refusal);
        }

        isPlugged.Set(true);
        return Observation.Ok(command.Id);
    }

    /// <summary>The device that blocks migration goes at once: it is one that a guest is not asked for (USB).</summary>
    internal Observation Delete(Command command)
    {
        if (!vmm.IsBlocked)
        {
            return Observation.Refused(command.Id, ErrorClass.NoDevice);
        }

        vmm.IsBlocked = !vmm.Rules.UnblocksWhenUnplugged;
        return Observation.Ok(command.Id);
    }
}
