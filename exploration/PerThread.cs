namespace Exploration;

/// <summary>A value for each thread, by its number.</summary>
internal struct PerThread<T>
{
    private T[]? values;

    internal ref T this[ControlledThread thread]
    {
        get
        {
            values ??= new T[4];
            if (thread.Id >= values.Length)
            {
                Array.Resize(ref values, Math.Max(thread.Id + 1, values.Length * 2));
            }

            return ref values[thread.Id];
        }
    }
}
