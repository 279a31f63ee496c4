using Migconf.Devices.Descriptions;
using Migconf.Devices.State;

namespace Migconf.Devices.Streams;

/// <summary>Saves a device's state as a section, followed by the end mark of the stream.</summary>
public sealed class Saver
{
    private readonly List<byte> bytes = [];
    private readonly Func<string, bool> property;

    private Saver(Device device, string machine)
    {
        property = name => device.IsOn(name, machine);
    }

    /// <summary>The bytes of the section and the end mark, or why the source refuses.</summary>
    public static (byte[] Bytes, LoadError? Error) Save(Device device, string machine, Members state)
    {
        var saver = new Saver(device, machine);
        try
        {
            var (name, instance) = device.Section;
            saver.bytes.AddRange(Section.Header(name, instance, device.State.Version));
            saver.Struct(device.State, state, "");
            saver.bytes.AddRange([Section.Footer, .. Section.Word(Section.Id), Section.End]);
            return ([.. saver.bytes], null);
        }
        catch (LoadException refused)
        {
            return ([], refused.Error);
        }
    }

    private void Struct(StructDescription type, Members state, string path)
    {
        bool Holds(Condition condition) =>
            condition.Holds((name, relation, value) => Condition.Compare(state[name], relation, value), property, type.Version);
        foreach (var hook in type.BeforeSave)
        {
            if (hook.Requires is { } demand && !Holds(demand))
            {
                throw new LoadException(new(LoadErrorKind.SaveRefused, path.Length == 0 ? type.Name : path.TrimEnd('.'), 0));
            }
        }

        foreach (var field in type.Fields)
        {
            if (field.Exists is { } exists ? Holds(exists) : field.Since <= type.Version)
            {
                Value(field.Shape, field.IsMember ? state.ByName[field.Name] : Null.Instance, $"{path}{field.Name}");
            }
        }

        foreach (var (part, needed) in type.Subsections)
        {
            if (Holds(needed))
            {
                bytes.AddRange(Section.SubsectionHeader(part.Name, part.Version));
                Struct(part, state, path);
            }
        }
    }

    private void Value(Shape shape, Value value, string path)
    {
        switch (shape, value)
        {
            case (Scalar scalar, Number number):
                for (var at = 0; at < scalar.Width; at++)
                {
                    bytes.Add(scalar.ByteOf(number.Amount, at));
                }

                break;
            case (FixedArray array, Elements elements):
                Each(array.Element, elements, path);
                break;
            case (VariableArray array, Elements elements):
                Each(array.Element, elements, path);
                break;
            case (Nested nested, Members members):
                Struct(nested.Type, members, $"{path}.");
                break;
            case (PointerArray pointers, Elements elements):
                Pointers(pointers, elements, path);
                break;
            case (LinkedList list, Elements elements):
                List(list, elements, path);
                break;
            case (Unused unused, _):
                bytes.AddRange(new byte[unused.Size]);
                break;
        }
    }

    private void Each(Shape element, Elements elements, string path)
    {
        for (var at = 0; at < elements.All.Count; at++)
        {
            Value(element, elements.All[at], $"{path}[{at}]");
        }
    }

    private void Pointers(PointerArray pointers, Elements elements, string path)
    {
        for (var at = 0; at < elements.All.Count; at++)
        {
            if (elements.All[at] is not Members members)
            {
                bytes.Add(Section.NullPointer);
                continue;
            }

            if (pointers.IsMarked)
            {
                bytes.Add(Section.MarkedPointer);
            }

            Struct(pointers.Type, members, $"{path}[{at}].");
        }
    }

    private void List(LinkedList list, Elements elements, string path)
    {
        for (var at = 0; at < elements.All.Count; at++)
        {
            bytes.Add(1);
            Struct(list.Type, (Members)elements.All[at], $"{path}[{at}].");
        }

        bytes.Add(0);
    }
}
