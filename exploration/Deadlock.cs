namespace Exploration;

/// <summary>Who waits for whom when nobody can go on.</summary>
internal static class Deadlock
{
    internal static string Describe(IReadOnlyList<ControlledThread> stuck)
    {
        var waits = string.Join("; ", stuck.Select(thread => $"{thread.Name} at '{thread.Next}'{Ended(thread)}"));
        var circle = stuck.Select(thread => Circle(thread, [])).FirstOrDefault(found => found is not null);
        return $"waiting for ever: {waits}" + (circle is null ? "" : $"; in a circle: {Write(circle)}")
            + string.Concat(stuck.Select(thread => thread.Next.Target.Missed(thread.Next)).Distinct());
    }

    /// <summary>Who can do nothing for it any more.</summary>
    private static string Ended(ControlledThread thread)
    {
        var ended = thread.Next.Target.Blockers(thread.Next).Where(blocker => blocker.IsFinished || blocker.IsStopped).Select(blocker => blocker.Name).ToList();
        return ended.Count == 0 ? "" : $", for which {string.Join(" and ", ended)} would have to do something, and has ended";
    }

    private static List<ControlledThread>? Circle(ControlledThread thread, List<ControlledThread> way)
    {
        if (way.IndexOf(thread) is >= 0 and var at)
        {
            return way[at..];
        }

        if (thread.IsFinished || thread.IsStopped)
        {
            return null;
        }

        way.Add(thread);
        var found = thread.Next.Target.Blockers(thread.Next).Select(blocker => Circle(blocker, way)).FirstOrDefault(one => one is not null);
        way.RemoveAt(way.Count - 1);
        return found;
    }

    private static string Write(List<ControlledThread> circle) => string.Join(
        ", ",
        circle.Select((thread, at) => $"{thread.Name} waits for {circle[(at + 1) % circle.Count].Name} ({thread.Next})"));
}
