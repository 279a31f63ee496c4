using Migconf.Devices.Descriptions;
using Migconf.Devices.State;
using Migconf.Devices.Streams;

namespace Migconf.Devices.Checking;

/// <summary>Values of each shape.</summary>
internal sealed partial class SymbolicReceiver
{
    /// <summary>Where a field is loaded to.</summary>
    private sealed record Site(Field Field, Members Scope, Func<Condition, bool> Holds, string Path, string Key, int Version)
    {
        internal Site At(int index) => this with { Path = $"{Path}[{index}]", Key = $"{Key}[{index}]" };
    }

    private Value Value(Site site, Shape shape, Value own)
    {
        switch (shape)
        {
            case Scalar scalar:
                return Number(site, scalar);
            case FixedArray array:
                return Each(site, array.Element, array.Count);
            case VariableArray array:
                return Each(site, array.Element, Count(site, array));
            case Nested nested:
                var version = misbelief == Misbelief.NestedVersionTravels ? site.Version : nested.Type.Version;
                return Below(nested.Type, own as Members, version, site.Path, Leaves.Inside(site.Key));
            case PointerArray pointers:
                return new Elements([.. pointers.Present.Select((isThere, at) => Pointer(pointers, isThere, site.At(at)))]);
            case LinkedList list:
                return List(list, site);
            case Validated check when !site.Holds(check.Holds):
                Fail(LoadErrorKind.Invalid, site.Path);
                return own;
            case Unused unused when misbelief != Misbelief.UnusedIsNotThere:
                _ = Take(unused.Size, site.Path, Role.Unused, null);
                return own;
            default:
                return own;
        }
    }

    private Value Number(Site site, Scalar scalar)
    {
        if (waivers.IsBlank(site.Key) && AreUnused([.. terms.Skip(position).Take(scalar.Width)], scalar.Width))
        {
            position += scalar.Width;
            return new Number(site.Field.AtRest);
        }

        Intakes.Add(new(site.Key, site.Path, scalar, position));
        var reading = new Reading(scalar, Take(scalar.Width, site.Path, Role.Data, site.Key, scalar));
        var limit = site.Field.AtRest;
        Loaded.Add(site.Key);
        if (scalar.Guard == Guard.Equal && !facts.Compare(reading, Relation.Equal, limit))
        {
            Fail(LoadErrorKind.NotEqual, site.Path, facts.Known(reading), limit);
        }
        else if (scalar.Guard == Guard.AtMost && (facts.Compare(reading, Relation.Below, 0) || facts.Compare(reading, Relation.AtLeast, limit + 1)))
        {
            Fail(LoadErrorKind.AboveLimit, site.Path, facts.Known(reading), limit);
        }

        return reading;
    }

    private Elements Each(Site site, Shape element, int count) =>
        new([.. Enumerable.Range(0, count).Select(at => Value(site.At(at), element, Null.Instance))]);

    private int Count(Site site, VariableArray array)
    {
        var counter = site.Scope.ByName[array.CountedBy];
        for (var count = 0; count <= array.Capacity; count++)
        {
            if (facts.Compare(counter, Relation.Below, count + 1))
            {
                return count;
            }
        }

        throw Failed(misbelief == Misbelief.CountIsChecked ? LoadErrorKind.AboveLimit : LoadErrorKind.Overrun, site.Path);
    }

    private Members Below(StructDescription type, Members? own, int version, string path, string key)
    {
        var members = own ?? Rest.Of(type);
        Struct(type, members, version, ($"{path}.", key));
        return members;
    }

    private Value Pointer(PointerArray pointers, bool isThere, Site site)
    {
        Members Element() => Below(pointers.Type, null, pointers.Type.Version, site.Path, $"{site.Key}.");
        if (!pointers.IsMarked && isThere)
        {
            return Element();
        }

        if (misbelief == Misbelief.NullTakesNoByte && !pointers.IsMarked)
        {
            return Null.Instance;
        }

        var mark = new Reading(Scalar.Byte, Take(1, site.Path, Role.PointerMark, null));
        if (facts.Compare(mark, Relation.Equal, Section.NullPointer))
        {
            return Null.Instance;
        }

        return pointers.IsMarked && facts.Compare(mark, Relation.Equal, Section.MarkedPointer)
            ? Element()
            : throw Failed(pointers.IsMarked ? LoadErrorKind.UnknownMark : LoadErrorKind.NotNull, site.Path, position - 1);
    }

    private Elements List(LinkedList list, Site site)
    {
        var elements = new Elements([]);
        while (facts.Compare(new Reading(Scalar.Byte, Take(1, site.Path, Role.ListMark, null)), Relation.NotEqual, 0))
        {
            var version = misbelief == Misbelief.ElementsHaveTheirVersion ? list.Type.Version : site.Field.Since;
            Versions(list.Type, version, LoadErrorKind.ElementVersion, LoadErrorKind.ElementVersion);
            var at = elements.All.Count;
            elements.All.Add(Below(list.Type, null, version, $"{site.Path}[{at}]", $"{site.Key}[{at}]."));
        }

        return elements;
    }

    /// <summary>The next bytes; remembers those that the source sent as something else.</summary>
    private List<Term> Take(int count, string path, Role role, string? key, Scalar? kind = null)
    {
        var here = terms.Skip(position).Take(count).ToList();
        if (!Agrees(here, count, role, key))
        {
            Divergences.Add(new(key, role, path, count, kind, here.Count == 0 ? null : here[0], position) { IsUnused = AreUnused(here, count) });
        }

        position += here.Count == count ? count : 0;
        return here.Count == count ? here : throw Failed(LoadErrorKind.StreamEnded, path);
    }

    private static bool AreUnused(List<Term> here, int count) => here.Count == count && here.TrueForAll(term => term.Role == Role.Unused);

    private bool Agrees(List<Term> here, int count, Role role, string? key) => role switch
    {
        Role.Data => here.Count == count && new Reading(new(count), here).Whole?.Key == key,
        Role.Unused => here.TrueForAll(term => term.Role == Role.Unused || (term.Place is { } place && !known.Contains(Leaves.Base(place.Key))))
            && (here.Count == 0 || here[0].Index == 0) && (here.Count == 0 || here[^1].Place is not { } last || here[^1].Index == last.Shape.Width - 1),
        _ => here.TrueForAll(term => term.Role == role),
    };
}
