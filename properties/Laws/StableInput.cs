namespace Migconf.Properties.Laws;

public sealed record StableInput() : Law("RAM-2", "StableInput", "what is remembered of a page that was sent is what was sent")
{
    public override string? CheckModel(Model model) =>
        model.Pair.Source.Outgoing.Attempt.RemembersWrongly ? "the source remembers what the page became later" : null;
}
