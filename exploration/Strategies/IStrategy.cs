namespace Exploration;

/// <summary>Decides who runs next, and what a choice yields.</summary>
public interface IStrategy
{
    /// <summary>Whether a world is done when only operations are left that may be put off for ever.</summary>
    bool StopsAtRest { get; }

    /// <summary>Index of the thread to run, or -1 to give the execution up.</summary>
    int NextThread(World world, ReadOnlySpan<ControlledThread> enabled);

    int NextChoice(World world, int count, string about);
}
