namespace Exploration;

/// <summary>The program under test uses an object of the world in a way no real one allows, such as giving back a lock it
/// does not hold, or does something the world cannot control.</summary>
public class MisuseException(string message) : InvalidOperationException(message);
