using Migconf.ReferenceEngine.Machine;

namespace Migconf.Properties.Laws;

public sealed record CommandRejectAtomic() : Law("PARAM-1", "CommandRejectAtomic", "a refused command changes nothing")
{
    public override string? CheckModel(Model model) => Check(model.Pair.Source) ?? Check(model.Pair.Destination);

    private static string? Check(Vmm vmm) =>
        vmm.MainLoop.Refused is { } refused && vmm.Guest.State != vmm.MainLoop.GuestBeforeCommand
            ? $"{refused} left the guest {vmm.Guest.State}, it was {vmm.MainLoop.GuestBeforeCommand}"
            : null;
}
