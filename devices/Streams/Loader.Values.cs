using System.Text;
using Migconf.Devices.Descriptions;
using Migconf.Devices.State;

namespace Migconf.Devices.Streams;

/// <summary>Values of each shape.</summary>
public sealed partial class Loader
{
    private Value Value(Field field, Shape shape, Value own, Members scope, Func<Condition, bool> holds, string path)
    {
        switch (shape)
        {
            case Scalar scalar:
                return new Number(Guarded(field, scalar, path));
            case FixedArray array:
                return Each(field, array.Element, array.Count, scope, holds, path);
            case VariableArray array:
                var count = (int)Int128.Clamp(scope[array.CountedBy], 0, int.MaxValue);
                return count > array.Capacity
                    ? throw Failed(LoadErrorKind.Overrun, path)
                    : Each(field, array.Element, count, scope, holds, path);
            case Nested nested:
                return Below(nested.Type, own as Members, nested.Type.Version, path);
            case PointerArray pointers:
                return new Elements([.. pointers.Present.Select((isThere, at) => Pointer(pointers, isThere, $"{path}[{at}]"))]);
            case LinkedList list:
                return List(list, field.Since, path);
            case Validated check when !holds(check.Holds):
                throw Failed(LoadErrorKind.Invalid, path);
            case Unused unused:
                _ = Bytes(unused.Size, path);
                return own;
            default:
                return own;
        }
    }

    private Int128 Guarded(Field field, Scalar scalar, string path)
    {
        var amount = scalar.Read(Bytes(scalar.Width, path));
        return scalar.Guard switch
        {
            Guard.Equal when amount != field.AtRest => throw Failed(LoadErrorKind.NotEqual, path, amount, field.AtRest),
            Guard.AtMost when amount < 0 || amount > field.AtRest => throw Failed(LoadErrorKind.AboveLimit, path, amount, field.AtRest),
            _ => amount,
        };
    }

    private Elements Each(Field field, Shape element, int count, Members scope, Func<Condition, bool> holds, string path)
    {
        var elements = new Elements([]);
        for (var at = 0; at < count; at++)
        {
            elements.All.Add(Value(field, element, Null.Instance, scope, holds, $"{path}[{at}]"));
        }

        return elements;
    }

    private Members Below(StructDescription type, Members? own, int version, string path)
    {
        var members = own ?? Rest.Of(type);
        Struct(type, members, version, $"{path}.");
        return members;
    }

    private Value Pointer(PointerArray pointers, bool isThere, string path)
    {
        if (pointers.IsMarked)
        {
            return Next(path) switch
            {
                Section.NullPointer => Null.Instance,
                Section.MarkedPointer => Below(pointers.Type, null, pointers.Type.Version, path),
                _ => throw Failed(LoadErrorKind.UnknownMark, path, position - 1),
            };
        }

        if (isThere)
        {
            return Below(pointers.Type, null, pointers.Type.Version, path);
        }

        return Next(path) == Section.NullPointer ? Null.Instance : throw Failed(LoadErrorKind.NotNull, path, position - 1);
    }

    private Elements List(LinkedList list, int version, string path)
    {
        var elements = new Elements([]);
        while (Next(path) != 0)
        {
            Versions(list.Type, version, LoadErrorKind.ElementVersion, LoadErrorKind.ElementVersion);
            elements.All.Add(Below(list.Type, null, version, $"{path}[{elements.All.Count}]"));
        }

        return elements;
    }

    private byte Next(string field) => Bytes(1, field)[0];

    private int Word(string field)
    {
        var word = Bytes(4, field);
        return (word[0] << 24) | (word[1] << 16) | (word[2] << 8) | word[3];
    }

    private string Text(int length, string field) => Encoding.Latin1.GetString(Bytes(length, field));

    private ReadOnlySpan<byte> Bytes(int count, string field)
    {
        if (position + count > bytes.Length)
        {
            throw Failed(LoadErrorKind.StreamEnded, field);
        }

        position += count;
        return bytes.AsSpan(position - count, count);
    }

    private byte? Peek(int ahead) => position + ahead < bytes.Length ? bytes[position + ahead] : null;

    private string PeekText(int ahead, int length) => Encoding.Latin1.GetString(bytes, position + ahead, length);
}
