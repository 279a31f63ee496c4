using Migconf.Devices.Checking;
using Migconf.Devices.Descriptions;

namespace Migconf.Devices.Histories;

/// <summary>What becomes of a device's state on its way from one release to another on a machine type.</summary>
public sealed record Passage(string From, string To, string Machine, Verdict Verdict)
{
    /// <summary>From an older release to a newer one: what every release promises for versioned machine types.</summary>
    public bool IsForward => MachineTypes.IndexOf(From) < MachineTypes.IndexOf(To);
}

/// <summary>The passages of a history.</summary>
public static class Matrix
{
    /// <summary>Between every two releases, on every machine type both have.</summary>
    public static IEnumerable<Passage> All(History history) => history.Releases.SelectMany(
        one => history.Releases.Where(other => other != one).SelectMany(other => Between(history, one, other)));

    /// <summary>Between each release and the next, both ways.</summary>
    public static IEnumerable<Passage> Neighbours(History history) => history.Releases.Zip(history.Releases.Skip(1)).SelectMany(
        pair => Between(history, pair.First, pair.Second).Concat(Between(history, pair.Second, pair.First)));

    private static IEnumerable<Passage> Between(History history, DeviceRelease from, DeviceRelease to) => history.Machines(from, to)
        .Select(machine => new Passage(from.Release, to.Release, machine, Verdict.Of(new Pairing(from.Device, to.Device, machine))));
}
