namespace Migconf.Properties.Laws;

public sealed record PageExact() : Law("RAM-1", "PageExact", "the destination starts with every page as the source left it")
{
    public override string? CheckModel(Model model)
    {
        var (source, destination) = (model.Pair.Source, model.Pair.Destination);
        if (!destination.Incoming.HasLoaded || source.Guest.IsRunning || source.Outgoing.WasRevived)
        {
            return null;
        }

        for (var page = 0; page < source.Guest.Pages.Count; page++)
        {
            if (source.Guest.Pages[page] != destination.Guest.Pages[page])
            {
                return $"page {page} is version {destination.Guest.Pages[page]}, the source left {source.Guest.Pages[page]}";
            }
        }

        return null;
    }
}
