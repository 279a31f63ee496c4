using Exploration;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>An object with operations that show something to the manager.</summary>
public interface IShows
{
    /// <summary>What a thread that stands at such an operation would show; null when nothing.</summary>
    Observation? About(ControlledThread thread);
}
