using Migconf.Devices.Checking;
using Migconf.Devices.Descriptions;

namespace Migconf.Devices.Histories;

/// <summary>What becomes of a device's state on its way from one release to another on a machine type.</summary>
public sealed record Passage(string From, string To, string Machine, Verdict Verdict)
{
    /// <summary>From a release to itself or to a newer one: what every release promises for versioned machine types.</summary>
    public bool IsForward => MachineTypes.IndexOf(From) <= MachineTypes.IndexOf(To);
}

/// <summary>The passages of a history.</summary>
public static class Matrix
{
    /// <summary>Between every two releases, and within each, on every machine type both have.</summary>
    public static IEnumerable<Passage> All(History history) => history.Releases.SelectMany(
        one => history.Releases.SelectMany(other => Between(history, one, other)));

    /// <summary>Within each release, and between each and the next, both ways.</summary>
    public static IEnumerable<Passage> Neighbours(History history) => history.Releases.SelectMany((one, at) => Between(history, one, one)
        .Concat(history.Releases.Skip(at + 1).Take(1).SelectMany(next => Between(history, one, next).Concat(Between(history, next, one)))));

    private static IEnumerable<Passage> Between(History history, DeviceRelease from, DeviceRelease to) => history.Machines(from, to)
        .Select(machine => new Passage(from.Release, to.Release, machine, Verdict.Of(new Pairing(from.Device, to.Device, machine))));
}
