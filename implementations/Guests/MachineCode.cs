using System.Buffers.Binary;

namespace Migconf.Implementations.Guests;

/// <summary>x86 machine code, byte by byte, with places that jumps refer to by name.</summary>
internal sealed class MachineCode
{
    private readonly List<byte> bytes = [];
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly List<(int At, string Place)> jumps = [];

    /// <summary>Bytes so far.</summary>
    internal int Length => bytes.Count;

    /// <summary>Instructions, byte by byte.</summary>
    internal MachineCode Add(params byte[] code)
    {
        bytes.AddRange(code);
        return this;
    }

    /// <summary>A number of 32 bits, the lower ones first.</summary>
    internal MachineCode Word(uint value)
    {
        var word = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(word, value);
        return Add(word);
    }

    /// <summary>Names this place.</summary>
    internal MachineCode Place(string name)
    {
        places.Add(name, bytes.Count);
        return this;
    }

    /// <summary>A jump with a distance of one byte.</summary>
    internal MachineCode Jump(byte code, string place)
    {
        Add(code, 0);
        jumps.Add((bytes.Count, place));
        return this;
    }

    /// <summary>All of it, jumps filled in.</summary>
    internal byte[] Assemble()
    {
        var code = bytes.ToArray();
        foreach (var (after, place) in jumps)
        {
            code[after - 1] = (byte)checked((sbyte)(places[place] - after));
        }

        return code;
    }
}
