namespace Exploration;

/// <summary>The places a step touched, each once.</summary>
internal struct Footprint
{
    private Mark[]? marks;
    private int length;

    internal readonly ReadOnlySpan<Mark> Marks => marks.AsSpan(0, length);

    internal void Clear() => length = 0;

    internal void Add(ulong place, Touch touch)
    {
        for (var index = 0; index < length; index++)
        {
            if (marks![index].Place == place)
            {
                marks[index] = new Mark(place, marks[index].Touch | touch);
                return;
            }
        }

        if (marks is null || length == marks.Length)
        {
            Array.Resize(ref marks, Math.Max(8, length * 2));
        }

        marks[length++] = new Mark(place, touch);
    }
}
