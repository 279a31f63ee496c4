using Exploration;
using Exploration.Primitives;

namespace Migconf.ReferenceEngine.Network;

/// <summary>What stands at the destination's address.</summary>
public enum Port
{
    Closed,
    Listening,
    Hanging,
}

/// <summary>The connection of a source and a destination.</summary>
public sealed class Link(World world)
{
    public Direction Forward { get; } = new(world, "forward");

    public Direction Return { get; } = new(world, "return");

    public Shared<Port> Port { get; } = new(world, "port", Network.Port.Closed);

    public Event Connected { get; } = new(world, "connected");

    /// <summary>Breaks both directions: the network did it, or a process died.</summary>
    public void Cut()
    {
        Forward.Break();
        Return.Break();
    }

    /// <summary>The source shuts its socket down: what it sent arrives, it reads nothing more.</summary>
    public void ShutdownBySource()
    {
        Forward.Close();
        Return.Break();
    }

    /// <summary>The destination closes its socket: what it sent may be lost with the reset that follows.</summary>
    public void CloseByDestination()
    {
        Forward.Break();
        Return.Break();
    }
}
