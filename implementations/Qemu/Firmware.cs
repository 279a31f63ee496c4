using System.Buffers.Binary;
using Migconf.Implementations.Guests;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.Implementations.Qemu;

/// <summary>A firmware image of our own: 64 KiB, empty but for a few instructions behind the reset vector. It starts at once and
/// leaves memory almost zero. The guest halts; or first goes to sleep, or powers itself off, as ACPI lets it on a q35 machine.</summary>
public static class Firmware
{
    private const int Size = 64 * 1024;
    private const int ResetVector = 0xFFF0;
    private const int Program = 0xFF00;

    /// <summary>cli; hlt; jmp back to the hlt.</summary>
    private static readonly byte[] Halt = [0xFA, 0xF4, 0xEB, 0xFD];

    private const ushort PciAddress = 0xCF8;
    private const ushort PciData = 0xCFC;

    /// <summary>The power management registers' base, in the configuration space of the LPC bridge (device 31), and the bit beside it
    /// that switches them on.</summary>
    private const uint BaseRegister = 0x8000_F840;
    private const uint EnableRegister = 0x8000_F844;
    private const ushort Base = 0x600;

    /// <summary>The register that goes to sleep: bit 13 does, bits 10 to 12 say how deep.</summary>
    private const ushort Sleep = Base + 4;
    private const ushort SuspendToMemory = 1 << 13 | 1 << 10;
    private const ushort PowerOff = 1 << 13;

    /// <summary>A byte of memory: the guest has slept already.</summary>
    private const ushort HasSlept = 0x500;

    public static void WriteTo(string path) => WriteTo(path, RunState.Running);

    /// <param name="path">The file.</param>
    /// <param name="guest">What the guest becomes by itself: suspended or shutdown; any other runs.</param>
    /// <param name="isBusy">It rewrites memory for ever.</param>
    public static void WriteTo(string path, RunState guest, bool isBusy = false)
    {
        if (isBusy)
        {
            File.WriteAllBytes(path, BusyGuest.Image());
            return;
        }

        var image = new byte[Size];
        if (guest is RunState.Suspended or RunState.Shutdown)
        {
            Quiet(guest == RunState.Suspended ? SuspendToMemory : PowerOff).CopyTo(image, Program);
            image[ResetVector] = 0xE9;
            BinaryPrimitives.WriteInt16LittleEndian(image.AsSpan(ResetVector + 1), Program - (ResetVector + 3));
        }
        else
        {
            Halt.CopyTo(image, ResetVector);
        }

        File.WriteAllBytes(path, image);
    }

    /// <summary>Once: a guest that is woken starts here again, and halts.</summary>
    private static byte[] Quiet(ushort how)
    {
        const byte Low = HasSlept & 0xFF, High = HasSlept >> 8;
        var code = new MachineCode()
            .Add(0x31, 0xC0, 0x8E, 0xD8) // xor ax, ax; mov ds, ax
            .Add(0x80, 0x3E, Low, High, 0).Jump(0x75, "halt") // cmp byte [HasSlept], 0; jne
            .Add(0xC6, 0x06, Low, High, 1); // mov byte [HasSlept], 1
        Write(Write(code, PciAddress, BaseRegister), PciData, Base | 1);
        Write(Write(code, PciAddress, EnableRegister), PciData, 0x80);
        return code
            .Add(0xBA, Sleep & 0xFF, Sleep >> 8, 0xB8, (byte)how, (byte)(how >> 8), 0xEF) // mov dx, Sleep; mov ax, how; out dx, ax
            .Place("halt")
            .Add(Halt)
            .Assemble();
    }

    /// <summary>mov dx, port; mov eax, value; out dx, eax.</summary>
    private static MachineCode Write(MachineCode code, ushort port, uint value) =>
        code.Add(0xBA, (byte)port, (byte)(port >> 8), 0x66, 0xB8).Word(value).Add(0x66, 0xEF);
}
