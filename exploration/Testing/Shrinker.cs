using Exploration.Strategies;

namespace Exploration.Testing;

/// <summary>Makes a failing schedule small: fewest threads that run, then fewest preemptions, then fewest steps, then
/// the first choices and threads. It changes one thing at a time and keeps what still fails in the same way; at the
/// end no single change makes it smaller. Then all executions with fewer preemptions are tried, if they are few enough.</summary>
internal sealed class Shrinker(Action<World> program, int stepLimit)
{
    private const long MostOperations = 2_000_000;

    private string signature = "";

    internal Bug Shrink(Attempt found)
    {
        signature = found.Outcome.Signature;
        var smallest = Descend(found);
        var minimality = Minimality.OneMinimal;
        while (smallest.Preemptions > 0 && minimality == Minimality.OneMinimal)
        {
            var (fewer, all) = WithFewerPreemptions(smallest.Preemptions - 1);
            if (fewer is not null)
            {
                smallest = Descend(fewer);
                continue;
            }

            minimality = all ? Minimality.FewestPreemptions : minimality;
            break;
        }

        return smallest.Explain(program, smallest.Preemptions == 0 ? Minimality.FewestPreemptions : minimality);
    }

    private static IEnumerable<(int[] Threads, (int Thread, int Value)[] Choices)> Changes(Attempt attempt)
    {
        var threads = attempt.Threads.ToArray();
        var choices = attempt.Choices.ToArray();
        foreach (var thread in threads.Distinct().ToList())
        {
            yield return (threads.Where(other => other != thread).ToArray(), choices);
        }

        foreach (var (start, length, next) in Blocks(threads))
        {
            var block = threads[start..(start + length)];
            int[] before = threads[..start], after = threads[(start + length)..];
            if (next >= 0)
            {
                // The block waits until its thread's next, or the next comes at once.
                var at = next - start - length;
                yield return ([.. before, .. after[..at], .. block, .. after[at..]], choices);
                var end = at;
                while (end < after.Length && after[end] == block[0])
                {
                    end++;
                }

                yield return ([.. before, .. block, .. after[at..end], .. after[..at], .. after[end..]], choices);
            }

            yield return ([.. before, .. after], choices);
            yield return (before, choices);
            yield return ([.. before, .. block[1..], .. after], choices);
            yield return ([.. before, .. after, .. block], choices);
        }

        for (var at = 0; at < choices.Length; at++)
        {
            for (var value = 0; value < choices[at].Value; value++)
            {
                var changed = ((int, int)[])choices.Clone();
                changed[at] = (choices[at].Thread, value);
                yield return (threads, changed);
            }
        }
    }

    /// <summary>What one thread does without another in between, and where it goes on; -1 for nowhere.</summary>
    private static IEnumerable<(int Start, int Length, int Next)> Blocks(int[] threads)
    {
        for (var start = 0; start < threads.Length;)
        {
            var length = 1;
            while (start + length < threads.Length && threads[start + length] == threads[start])
            {
                length++;
            }

            yield return (start, length, Array.IndexOf(threads, threads[start], start + length));
            start += length;
        }
    }

    private static bool IsSmaller(Attempt one, Attempt other)
    {
        static int Running(Attempt attempt) => attempt.Threads.Distinct().Count();
        var order = (Running(one), one.Preemptions, one.Steps).CompareTo((Running(other), other.Preemptions, other.Steps));
        return (order != 0 ? order : Compare(one, other)) < 0;
    }

    private static int Compare(Attempt one, Attempt other)
    {
        var values = one.Choices.Sum(choice => choice.Value).CompareTo(other.Choices.Sum(choice => choice.Value));
        return values != 0
            ? values
            : one.Threads.Zip(other.Threads, (a, b) => a.CompareTo(b)).FirstOrDefault(order => order != 0);
    }

    private Attempt Descend(Attempt attempt)
    {
        var improved = true;
        while (improved)
        {
            improved = false;
            foreach (var (threads, choices) in Changes(attempt))
            {
                var changed = Attempt.Run(program, new Guided(threads, choices), stepLimit);
                if (changed.Outcome.Signature == signature && IsSmaller(changed, attempt))
                {
                    attempt = changed;
                    improved = true;
                    break;
                }
            }
        }

        return attempt;
    }

    /// <summary>An execution with so many preemptions at most that fails in the same way; whether all were tried.</summary>
    private (Attempt? Found, bool All) WithFewerPreemptions(int preemptions)
    {
        var operations = 0L;
        for (var bound = 0; bound <= preemptions; bound++)
        {
            var search = new DepthFirst(bound, mergesStates: false);
            while (search.Begin())
            {
                var attempt = Attempt.Run(program, search, stepLimit);
                operations += attempt.Steps;
                if (attempt.Outcome.Signature == signature)
                {
                    return (attempt, false);
                }

                if (operations > MostOperations)
                {
                    return (null, false);
                }
            }
        }

        return (null, true);
    }
}
