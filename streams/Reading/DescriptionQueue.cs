using Migconf.Streams.Descriptions;
using Migconf.Streams.Items;

namespace Migconf.Streams.Reading;

/// <summary>Which description is whose: in order, for sections of one name and instance; the last one stays.</summary>
internal sealed class DescriptionQueue
{
    private readonly Dictionary<string, Queue<DeviceDescription>> waiting = new(StringComparer.Ordinal);

    internal DescriptionQueue(VmDescription? description)
    {
        foreach (var device in description?.Devices ?? [])
        {
            var key = Key(device.Name, device.Instance);
            if (!waiting.TryGetValue(key, out var queue))
            {
                waiting.Add(key, queue = []);
            }

            queue.Enqueue(device);
        }
    }

    internal DeviceDescription? Next(SectionHeader section) => !waiting.TryGetValue(Key(section.Name, section.Instance), out var queue) ? null
        : queue.Count > 1 ? queue.Dequeue()
        : queue.Peek();

    private static string Key(string name, uint instance) => $"{instance} {name}";
}
