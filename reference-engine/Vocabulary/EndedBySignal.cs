namespace Migconf.ReferenceEngine.Vocabulary;

/// <summary>Exit codes of a process that a signal ended: the signal's number, negative.</summary>
public static class EndedBySignal
{
    /// <summary>SIGABRT: an assertion.</summary>
    public const int Aborted = -6;

    /// <summary>SIGBUS: memory that cannot be read.</summary>
    public const int Bus = -7;

    /// <summary>SIGSEGV.</summary>
    public const int Segmentation = -11;
}
