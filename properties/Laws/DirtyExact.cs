namespace Migconf.Properties.Laws;

public sealed record DirtyExact() : Law("RAM-3", "DirtyExact", "a page that the guest gave back is not sent before it is written again")
{
    public override string? CheckModel(Model model) =>
        model.Pair.Source.FreePages?.CameBack == true ? "a page that was given back was found dirty, and nobody had written it" : null;
}
