using Migconf.ReferenceEngine.Machine;

namespace Migconf.Properties.Laws;

public sealed record CommandRejectAtomic() : Law("PARAM-1", "CommandRejectAtomic", "a refused command changes nothing")
{
    public override string? CheckModel(Model model) => Check(model.Pair.Source) ?? Check(model.Pair.Destination);

    private static string? Check(Vmm vmm) =>
        vmm.Outlet.Shown.Count > 0
        && vmm.Outlet.Shown[^1].Text.Contains(" error ", StringComparison.Ordinal)
        && vmm.Outlet.Shown[^1].Text.StartsWith("reply", StringComparison.Ordinal)
        && !vmm.Outlet.Shown[^1].Text.Contains("status", StringComparison.Ordinal)
        && vmm.Bql.Owner?.Name.EndsWith("main loop", StringComparison.Ordinal) == true
        && vmm.Guest.State != vmm.MainLoop.GuestBeforeCommand
            ? $"{vmm.Outlet.Shown[^1]} left the guest {vmm.Guest.State}, it was {vmm.MainLoop.GuestBeforeCommand}"
            : null;
}
