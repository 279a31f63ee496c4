namespace Migconf.Cli;

/// <summary>How a corpus is checked.</summary>
/// <param name="RecordTo">The folder that keeps recordings; null keeps none.</param>
/// <param name="Repeat">How often each scenario is run.</param>
/// <param name="Seed">The seed of a reference pair's first run; each further run adds one.</param>
/// <param name="Workers">How many are run at a time.</param>
public sealed record CheckPlan(string? RecordTo = null, int Repeat = 1, ulong Seed = 1, int Workers = 1);
