using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Vocabulary;

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

/// <summary>What an address stands for.</summary>
public enum Medium
{
    Network,

    /// <summary>The source writes it, and the destination reads it when it is told to.</summary>
    File,

    /// <summary>Another program takes what is written, in one piece, and keeps it.</summary>
    Pipe,
}

/// <summary>What lies between a source and a destination: an address, and the connections made to it.</summary>
/// <param name="world">Where it is.</param>
/// <param name="medium">What the address stands for.</param>
/// <param name="handOver">How memory goes to another process uncopied; null: it cannot.</param>
public sealed class Link(World world, Medium medium = Medium.Network, HandOver? handOver = null)
{
    private readonly List<Connection> connections = [];
    private readonly Shared<int> made = new(world, "connections", 0);
    private readonly Shared<bool> stallsForward = new(world, "stalls forward", false);
    private readonly Shared<bool> stallsReturn = new(world, "stalls return", false);

    /// <summary>What the address stands for.</summary>
    public Medium Medium => medium;

    public Shared<Port> Port { get; } = new(world, "port", Network.Port.Closed);

    /// <summary>The address accepts or refuses.</summary>
    public Event Decided { get; } = new(world, "decided");

    public HandOver? HandOver => handOver;

    public Ownership Ownership { get; } = new(world);

    /// <summary>Whether the destination listens behind the address.</summary>
    public Shared<bool> Listener { get; } = new(world, "listener", false);

    /// <summary>The first connection arrives after the second.</summary>
    public bool SwapsFirst { get; init; }

    /// <summary>Connections on their way to the destination.</summary>
    public Channel<Connection> Arrivals { get; } = new(world, "arrivals");

    /// <summary>Says what stands at the address from now on.</summary>
    public void Open(Port port)
    {
        Port.Set(port);
        if (port != Network.Port.Hanging)
        {
            Decided.SetNow();
        }
    }

    /// <summary>All that were made, the first one first; for laws.</summary>
    public IReadOnlyList<Connection> Connections => connections;

    /// <summary>A source connects. Without a destination that listens behind the address the connection is made, and breaks.</summary>
    /// <param name="isMain">For the stream; false: for pages only.</param>
    public Connection Connect(bool isMain = true)
    {
        var connection = new Connection(world, connections.Count + 1, medium) { IsMain = isMain };
        connections.Add(connection);
        made.Set(connections.Count);
        Apply(connection);
        if (medium == Medium.Network && !Listener.Value)
        {
            connection.Break();
        }

        return connection;
    }

    /// <summary>A connection goes its way.</summary>
    internal async Routine Deliver(Connection connection)
    {
        var first = connections[0];
        if (!SwapsFirst || connection != first)
        {
            await Arrivals.Send(connection);
        }

        if (SwapsFirst && connections.Count > 1 && connection == connections[1])
        {
            await Arrivals.Send(first);
        }
    }

    /// <summary>A process ended, and its sockets are closed.</summary>
    internal void Lose(Side side)
    {
        if (side == Side.Destination)
        {
            handOver?.Leave();
        }

        for (var number = 0; number < made.Value; number++)
        {
            if (side == Side.Source)
            {
                connections[number].DieWithSource();
            }
            else
            {
                connections[number].CloseByDestination();
            }
        }
    }

    /// <summary>Breaks the connection that was made last.</summary>
    public void CutLast()
    {
        if (made.Value > 0)
        {
            connections[made.Value - 1].Break();
        }
    }

    /// <summary>Breaks every connection there is.</summary>
    public void Cut()
    {
        for (var number = 0; number < made.Value; number++)
        {
            connections[number].Break();
        }
    }

    /// <summary>Holds, or lets go, what is sent in a direction, now and on connections to come.</summary>
    public void Stall(bool? forward = null, bool? back = null)
    {
        stallsForward.Set(forward ?? stallsForward.Value);
        stallsReturn.Set(back ?? stallsReturn.Value);
        foreach (var connection in connections.Take(made.Value))
        {
            Apply(connection);
        }
    }

    private void Apply(Connection connection)
    {
        connection.Forward.Stall(stallsForward.Value);
        connection.Return.Stall(stallsReturn.Value);
    }
}
