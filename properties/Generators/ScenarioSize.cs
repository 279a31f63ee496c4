using System.Text.Json.Nodes;
using Migconf.ReferenceEngine.Vocabulary;
using Migconf.Scenarios.Model;

namespace Migconf.Properties.Generators;

/// <summary>How much there is to read in a scenario. A step weighs more than any setting, a setting more than any
/// argument, so that what is smaller is also simpler.</summary>
public static class ScenarioSize
{
    private const int Step = 1000;
    private const int Setting = 100;

    public static int Of(Scenario scenario) =>
        scenario.Steps.Sum(step => Step + Arguments(step)) + (Setting * Settings(scenario));

    private static int Settings(Scenario scenario)
    {
        var (source, destination) = (scenario.Source, scenario.Destination);
        return source.Capabilities.Count + destination.Capabilities.Count + SourceFlag.All.Count(flag => flag.Of(source)) + new[]
        {
            scenario.OldestRelease is not null,
            scenario.NewestRelease is not null,
            source.Guest != RunState.Running,
            !destination.AutoStart,
            destination.OtherMachineType,
            destination.OtherMemorySize,
            destination.OtherUuid,
            destination.PoisonedMemory,
            destination.ExitOnError is not null,
            destination.Listener != Listener.Accepts,
        }.Count(differs => differs);
    }

    private static int Arguments(Step step) => step switch
    {
        CommandStep command => Of(command.Arguments) + (command.IsOutOfBand ? 1 : 0),
        WaitStep wait => wait.AnyOf.Count - 1,
        _ => 0,
    };

    private static int Of(JsonNode? node) => node switch
    {
        JsonObject map => map.Sum(pair => 1 + Of(pair.Value)),
        JsonArray list => list.Sum(item => 1 + Of(item)),
        JsonValue value when value.TryGetValue<long>(out var number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture).Length,
        _ => 1,
    };
}
