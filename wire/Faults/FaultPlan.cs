namespace Migconf.Wire.Faults;

/// <summary>The faults of a migration, each of which fires once. Several channels may ask at the same time.</summary>
/// <param name="faults">All of them.</param>
public sealed class FaultPlan(IEnumerable<Fault> faults)
{
    private readonly Lock guard = new();
    private readonly List<(Fault Fault, int Seen)> pending = [.. faults.Select(fault => (fault, 0))];
    private readonly List<Fault> fired = [];

    /// <summary>Those that fired, in order.</summary>
    public IReadOnlyList<Fault> Fired
    {
        get
        {
            lock (guard)
            {
                return [.. fired];
            }
        }
    }

    /// <summary>Those that did not fire yet.</summary>
    public IReadOnlyList<Fault> Pending
    {
        get
        {
            lock (guard)
            {
                return [.. pending.Select(one => one.Fault)];
            }
        }
    }

    /// <summary>The fault that fires at this message; null when none does.</summary>
    internal Fault? At(FaultPlace place, string message, string detail)
    {
        lock (guard)
        {
            Fault? hit = null;
            for (var index = 0; index < pending.Count; index++)
            {
                var (fault, seen) = pending[index];
                if (fault.Byte is not null || fault.Place != place || fault.Message != message || !Fits(fault.Detail, detail))
                {
                    continue;
                }

                pending[index] = (fault, ++seen);
                hit ??= seen == fault.Count ? fault : null;
            }

            return Fire(hit);
        }
    }

    /// <summary>The first fault at a byte from this one on; null when there is none.</summary>
    internal Fault? FromByte(FaultPlace place, long from)
    {
        lock (guard)
        {
            return pending.Select(one => one.Fault).Where(fault => fault.Place == place && fault.Byte >= from).MinBy(fault => fault.Byte);
        }
    }

    /// <summary>Notes that a fault fires.</summary>
    internal Fault? Fire(Fault? fault)
    {
        lock (guard)
        {
            if (fault is not null && pending.RemoveAll(one => ReferenceEquals(one.Fault, fault)) > 0)
            {
                fired.Add(fault);
            }

            return fault;
        }
    }

    /// <summary>A section is named in full, or by what follows the place of its device.</summary>
    private static bool Fits(string wanted, string detail) =>
        wanted.Length == 0 || wanted == detail || detail.EndsWith($"/{wanted}", StringComparison.Ordinal);
}
