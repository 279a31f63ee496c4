namespace Exploration.Primitives;

/// <summary>A variable of which each thread has its own.</summary>
public sealed class Local<T>(World world, Func<T> initial)
{
    private PerThread<(bool Made, T Value)> values;

    public T Value
    {
        get => Own.Value;
        set => Own.Value = value;
    }

    private ref (bool Made, T Value) Own
    {
        get
        {
            ref var own = ref values[world.Current ?? throw new MisuseException("A thread-local variable was used outside a controlled thread.")];
            if (!own.Made)
            {
                own = (true, initial());
            }

            return ref own;
        }
    }
}
