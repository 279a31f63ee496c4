using Migconf.Streams.Descriptions;
using Migconf.Streams.Items;

namespace Migconf.Streams.Reading;

/// <summary>Which description is whose: in order, for sections of one name and instance; the last one stays.</summary>
internal sealed class DescriptionQueue(VmDescription? description)
{
    private readonly Dictionary<(string Name, uint Instance), Queue<DeviceDescription>> waiting =
        (description?.Devices ?? []).GroupBy(device => (device.Name, device.Instance))
        .ToDictionary(group => group.Key, group => new Queue<DeviceDescription>(group));

    internal DeviceDescription? Next(SectionHeader section) => !waiting.TryGetValue((section.Name, section.Instance), out var queue) ? null
        : queue.Count > 1 ? queue.Dequeue()
        : queue.Peek();
}
