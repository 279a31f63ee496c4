using Exploration;
using Exploration.Primitives;

namespace Migconf.ReferenceEngine.Network;

/// <summary>What stands at the address the source is given.</summary>
public enum Port
{
    /// <summary>Nobody yet; the destination may come to listen.</summary>
    Closed,
    Listening,

    /// <summary>Connections are neither accepted nor refused.</summary>
    Hanging,

    /// <summary>Nobody, and the destination listens elsewhere.</summary>
    Refusing,
}

/// <summary>The connection of a source and a destination.</summary>
public sealed class Link(World world)
{
    public Direction Forward { get; } = new(world, "forward") { Room = 16 };

    /// <summary>Answers are few and short: they always find room.</summary>
    public Direction Return { get; } = new(world, "return");

    public Shared<Port> Port { get; } = new(world, "port", Network.Port.Closed);

    /// <summary>The address accepts or refuses.</summary>
    public Event Decided { get; } = new(world, "decided");

    public Ownership Ownership { get; } = new(world);

    public Event Connected { get; } = new(world, "connected");

    /// <summary>Says what stands at the address from now on.</summary>
    public void Open(Port port)
    {
        Port.Set(port);
        if (port != Network.Port.Hanging)
        {
            Decided.SetNow();
        }
    }

    /// <summary>Breaks both directions: the network did it, or a process died.</summary>
    public void Cut()
    {
        Forward.Break();
        Return.Break();
    }

    /// <summary>The source shuts its socket down: what it sent arrives, and it comes to read nothing more.</summary>
    public void ShutdownBySource()
    {
        Forward.Close();
        Return.BreakForReceiver();
    }

    /// <summary>The destination closes its socket: what it sent may be lost with the reset that follows.</summary>
    public void CloseByDestination()
    {
        Forward.BreakForSender();
        Return.BreakForReceiver();
    }
}
