using System.Net.Sockets;

namespace Migconf.Wire.Faults;

/// <summary>Carries out the faults of one side.</summary>
/// <param name="plan">The faults.</param>
/// <param name="closeAll">Ends every connection of the side.</param>
/// <param name="sendError">Tells the source that the destination failed.</param>
/// <param name="cancel">Ends a hold early.</param>
internal sealed class FaultHand(FaultPlan plan, Action closeAll, Action sendError, CancellationToken cancel)
{
    internal FaultPlan Plan { get; } = plan;

    /// <summary>A message was read.</summary>
    internal void Read(FaultPlace place, string kind, string detail, WireConnection connection)
    {
        if (Plan.At(place, kind, detail) is { } fault)
        {
            Carry(fault, connection);
        }
    }

    internal void Carry(Fault fault, WireConnection connection)
    {
        switch (fault.Action)
        {
            case FaultAction.Close:
                closeAll();
                throw new FaultException(fault);
            case FaultAction.ShutdownSend:
                connection.Shutdown(SocketShutdown.Send);
                break;
            case FaultAction.ShutdownReceive:
                connection.Shutdown(SocketShutdown.Receive);
                break;
            case FaultAction.Hold:
                cancel.WaitHandle.WaitOne(fault.Time);
                break;
            case FaultAction.Error:
                sendError();
                break;
        }
    }
}
