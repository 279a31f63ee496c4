using Migconf.Devices.Descriptions;

namespace Migconf.Devices.Histories;

/// <summary>A device as it is in one release.</summary>
/// <param name="Release">One of <see cref="MachineTypes.All"/>.</param>
/// <param name="Change">What was done to it since the release before, in a line.</param>
public sealed record DeviceRelease(string Release, string Change, Device Device);

/// <summary>A device over the releases, oldest first.</summary>
public sealed record History(string Name, string Title, IReadOnlyList<DeviceRelease> Releases)
{
    public DeviceRelease? Find(string release) => Releases.FirstOrDefault(one => one.Release == release);

    /// <summary>The machine types that two releases share and the device is part of, oldest first.</summary>
    public IEnumerable<string> Machines(DeviceRelease one, DeviceRelease other) => MachineTypes.All.Where(machine =>
        MachineTypes.IsAtLeast(machine, Releases[0].Release)
        && MachineTypes.IsAtLeast(one.Release, machine) && MachineTypes.IsAtLeast(other.Release, machine));
}
