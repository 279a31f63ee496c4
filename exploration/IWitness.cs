namespace Exploration;

/// <summary>Is told of every step while it happens.</summary>
internal interface IWitness
{
    /// <summary>The thread's next operation will be carried out.</summary>
    void Begins(ControlledThread thread);

    /// <summary>It was; <paramref name="result"/> are the values read or written, empty for none.</summary>
    void Happened(ControlledThread thread, string result);

    /// <summary>The running thread accessed a plain field.</summary>
    void Accessed(ControlledThread thread, string field, string access, string value);

    /// <summary>The running thread did something that is no scheduling point, such as giving a lock back.</summary>
    void Noted(string what);

    /// <summary>A choice was made in the step under way.</summary>
    void Chose(string about, int value);
}
