using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Properties.Laws;

public sealed record PageExact() : Law(
    "RAM-1",
    "PageExact",
    "the destination starts with every page that the guest needs as the source left it, and what the guest writes there stays; a background "
        + "snapshot saves every page as it was at the beginning")
{
    public override string? CheckModel(Model model)
    {
        var (source, destination) = (model.Pair.Source, model.Pair.Destination);
        var left = source.Outgoing.Attempt.Snapshot ?? source.Outgoing.Attempt.Switchover.Left ?? source.Guest.Pages;
        if (source.Outgoing.Attempt.SavedOtherwise)
        {
            return "a page was written before the snapshot had saved it";
        }

        if (model.Pair.Link.HandOver is { WasTaken: true } && destination is { IsAlive: true, Guest.IsMapped: false })
        {
            return "memory that was handed over is not there";
        }

        if (!destination.Incoming.HasLoaded || (source.Guest.IsRunning && !source.Outgoing.Attempt.IsSnapshot) || source.Outgoing.WasRevived || source.Outgoing.Attempt.WasColo)
        {
            return null;
        }

        var guest = destination.Guest;
        for (var page = 0; page < source.Guest.Pages.Count; page++)
        {
            if (guest.IsMissing(page) && destination.Incoming.State.Now.Status == MigrationStatus.Completed)
            {
                return $"page {page} has not come, and the migration has completed";
            }

            var due = guest.Written[page] != 0 ? guest.Written[page] : left[page];
            var isNeeded = guest.Written[page] != 0 || source.FreePages?.IsFree(page) != true;
            if (isNeeded && !guest.IsMissing(page) && guest.Pages[page] != due)
            {
                return $"page {page} is version {guest.Pages[page]}, not {due}";
            }
        }

        return null;
    }
}
