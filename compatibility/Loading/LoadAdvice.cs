using System.Text.RegularExpressions;
using Migconf.Compatibility.Diagnosis;
using Migconf.Streams.Comparing;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;

namespace Migconf.Compatibility.Loading;

/// <summary>What to change on a destination's command line, where the stream tells it.</summary>
internal static partial class LoadAdvice
{
    private const ulong Mebibyte = 1 << 20;
    private const string PlainMemory = "pc.ram";
    private const string KvmClock = "kvmclock";

    internal static IReadOnlyList<string> Of(LoadEvidence seen, Break found, IReadOnlyList<Difference> layout)
    {
        var (machine, memory) = (seen.Sent.Configuration?.Machine, Memory(seen.Sent));
        var words = new List<string>();
        if (seen.Options.Count == 0)
        {
            words.Add($"no options came after --, so that the QEMU took its default machine; give it those of the source: -- {Known(machine, memory)}-device …");
        }

        if (Unsupported().Match(seen.Outcome.Words) is { Success: true })
        {
            words.Add(
                $"{seen.Receiver} has no machine type {machine}; start the source with one that both have, or name one with migconf stream convert FILE --out FILE2 --machine TYPE");
        }
        else if (found.Failure == PairFailures.Machine && seen.Options.Count > 0 && machine is not null)
        {
            words.Add($"the stream is of -machine {machine}, the destination has {seen.Own?.Configuration?.Machine ?? "another"}: give it -machine {machine}");
        }

        if (layout.FirstOrDefault(one => one.Failure == PairFailures.BlockLength && one.Path == memory?.Name) is { } other && seen.Options.Count > 0)
        {
            words.Add($"the guest's memory {other.Path} has {other.Detail}: give the destination -m {Size(memory!.Used)}");
        }

        // Machines of other boards share hardly a device; then the machine is what matters.
        var devices = IsSameBoard(machine, seen.Own?.Configuration?.Machine) ? layout : [];
        words.AddRange(devices.Where(one => one.Failure == DeviceFailures.OnlyInSource).Select(one => Missing(one, seen.Types)));
        words.AddRange(devices.Where(one => one.Failure == DeviceFailures.SectionRenamed && DeviceTypes.PciPlace().IsMatch(Name(one)))
            .Select(one => $"{one.Detail} instead of {Name(one)}: give addr= on both command lines, here {seen.Types.Option(Name(one)) ?? Name(one)}"));
        if (found.Failure == StructureFailures.CutShort)
        {
            words.Add("the file is shorter than what was sent: take the stream again, and compare sizes on both sides");
        }
        else if (seen.Damage is { } damage && damage.Failure == found.Failure)
        {
            words.Add("the stream is not sound in itself, whatever the destination is (migconf stream verify FILE): take it again; a source that sends it so again has a defect");
        }

        return words;
    }

    private static string Missing(Difference one, DeviceTypes types) => Name(one) == KvmClock
        ? "kvmclock is sent by machines under KVM: give the destination -accel kvm, or take the stream from a machine under -accel tcg"
        : types.Option(Name(one)) is { } option
        ? $"the destination lacks the device of {Name(one)}: give it {option}"
        : $"the destination lacks what sends {Name(one)}: compare its options with those of the source";

    private static string Name(Difference one) => one.Section.Split(' ')[0];

    private static string Known(string? machine, RamBlock? memory) =>
        $"{(machine is null ? "" : $"-machine {machine} ")}{(memory is null ? "" : $"-m {Size(memory.Used)} ")}";

    /// <summary>The guest's main memory: the block that machines name so, or the largest, which is a memory backend then.</summary>
    private static RamBlock? Memory(StreamContents sent) =>
        sent.Blocks.FirstOrDefault(block => block.Name == PlainMemory) ?? sent.Blocks.MaxBy(block => block.Used);

    private static string Size(ulong bytes) => bytes % Mebibyte == 0 ? $"{bytes / Mebibyte}M" : $"{bytes}B";

    /// <summary>Whether two machine types are versions of one board.</summary>
    internal static bool IsSameBoard(string? one, string? other) => one is not null && other is not null && Board(one) == Board(other);

    private static string Board(string machine) => machine[..(machine.LastIndexOf('-') is var at and >= 0 ? at : machine.Length)];

    [GeneratedRegex("unsupported machine type")]
    internal static partial Regex Unsupported();
}
