namespace Exploration.Gallery.Bugs;

/// <summary>What many of the programs are made of.</summary>
internal static class Parts
{
    /// <summary>Threads named after their place, a main thread that waits for all, and a check at the end.</summary>
    internal static void Run(World world, Action? check, params Func<Routine>[] bodies)
    {
        var threads = bodies.Select((body, at) => world.Spawn(((char)('A' + at)).ToString(), body)).ToList();
        if (check is not null)
        {
            world.AtEnd(check);
        }
    }
}
