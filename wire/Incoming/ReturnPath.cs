using System.Collections.Concurrent;
using Migconf.Streams.Items;

namespace Migconf.Wire.Incoming;

/// <summary>What the source is answered. Facts: wire-format, section 3.</summary>
internal sealed class ReturnPath
{
    private const int RequestSize = 12;
    private const int BitmapRest = 1;
    private WireConnection? connection;
    private string lastRequested = "";

    /// <summary>Whether the source opened it.</summary>
    internal bool IsOpen => connection is not null;

    /// <summary>How many answers were sent, by name; may be read while more are sent.</summary>
    internal ConcurrentDictionary<string, int> Sent { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers go this way from now on.</summary>
    internal void Open(WireConnection main)
    {
        connection = main;
        lastRequested = "";
    }

    internal void Pong(uint value) => Send(new ReturnMessage(ReturnKind.Pong, 4) { Value = value });

    internal void Shut(bool ok) => Send(new ReturnMessage(ReturnKind.Shut, 4) { Value = ok ? 0u : 1u });

    internal void SwitchoverAck() => Send(new ReturnMessage(ReturnKind.SwitchoverAck, 0));

    internal void ResumeAck() => Send(new ReturnMessage(ReturnKind.ResumeAck, 4) { Value = 1 });

    /// <summary>Asks for a page, naming its block when the request before named another.</summary>
    internal void Request(string block, ulong address, uint count)
    {
        var isNamed = block != lastRequested;
        lastRequested = block;
        Send(isNamed
            ? new ReturnMessage(ReturnKind.RequestPagesOf, (ushort)(RequestSize + 1 + block.Length)) { Block = block, Address = address, Count = count }
            : new ReturnMessage(ReturnKind.RequestPages, RequestSize) { Address = address, Count = count });
    }

    /// <summary>Says which pages of a block have arrived.</summary>
    internal void Bitmap(string block, byte[] bits)
    {
        Send(new ReturnMessage(ReturnKind.ReceivedBitmap, (ushort)(BitmapRest + block.Length)) { Block = block });
        if (!IsOpen)
        {
            return;
        }

        Try(to =>
        {
            to.Send(new ArrivedPages((ulong)bits.Length), "", bits);
            to.Send(new ArrivedPagesEnd());
        });
    }

    private void Send(ReturnMessage message)
    {
        if (connection is null)
        {
            return;
        }

        Sent.AddOrUpdate(message.Name, 1, (_, count) => count + 1);
        Try(to => to.Send(message), mustArrive: message.Kind == ReturnKind.Shut);
    }

    /// <summary>What the source sent before it broke the connection is still to be read: the guest may be given away in it. So nobody is told that an
    /// answer does not arrive, but for the last one.</summary>
    private void Try(Action<WireConnection> send, bool mustArrive = false)
    {
        try
        {
            send(connection!);
            connection!.Flush();
        }
        catch (WireException gone) when (gone.Id == "MIG-WIRE-002" && !mustArrive)
        {
            // The end of what is read tells of it.
        }
    }
}
