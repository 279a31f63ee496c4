using Migconf.Scenarios.Model;

namespace Migconf.Properties.Generators;

/// <summary>What is certain after the first steps of a scenario, in whatever order the threads of the two machines run: so that no
/// step waits for what might not come.</summary>
public interface IOutlook
{
    /// <summary>Nothing is held any more: what is left comes to its end by itself.</summary>
    bool IsSettled { get; }

    /// <summary>The migration was found at its end, or never began.</summary>
    bool HasEnded { get; }

    /// <summary>Whether the step makes sense now.</summary>
    bool Allow(Step step);

    /// <summary>The outlook after a step that is allowed.</summary>
    IOutlook After(Step step);
}
