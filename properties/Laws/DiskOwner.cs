using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

/// <summary>Two sides cannot hold the lock of an image at once; what can go wrong is to run without it, and to keep it too long.</summary>
public sealed record DiskOwner() : Law("OWN-3", "DiskOwner", "a guest runs only where its disk is active, and the source has given the disk up when the guest arrives")
{
    public override string? CheckModel(Model model)
    {
        var (source, destination) = (model.Pair.Source, model.Pair.Destination);
        return RunsWithout(source) ?? RunsWithout(destination)
            ?? (Exists(source) && source.Disk.IsHeld && destination is { IsAlive: true, Incoming.HasLoaded: true } && !source.Outgoing.WasRevived
                ? "the guest has arrived, and the source holds the disk"
                : null);
    }

    public override string? CheckHistory(History history)
    {
        foreach (var side in new[] { Side.Source, Side.Destination })
        {
            // A reply tells what was true between its command and itself.
            var (runs, ranWhenAsked) = (side == Side.Source && history.Scenario.Source.Guest == RunState.Running, false);
            foreach (var item in history.Items.Where(item => item.Side == side))
            {
                var starts = item.Shown == Observation.Resume || item.Guest == RunState.Running;
                runs = starts || (runs && item.Shown != Observation.Stop && item.Guest is null);
                ranWhenAsked = item.Command is null ? ranWhenAsked && runs : runs;
                if (ranWhenAsked && item.IsDiskActive == false)
                {
                    return $"{side.Name()}: the guest runs and its disk is inactive";
                }
            }
        }

        return null;
    }

    private static bool Exists(Vmm vmm) => vmm is { IsAlive: true, Disk.Exists: true };

    private static string? RunsWithout(Vmm vmm) =>
        Exists(vmm) && vmm.Guest.IsRunning && !vmm.Disk.IsHeld ? $"{vmm.Side.Name()}: the guest runs without the lock of its disk" : null;
}
