using FsCheck;
using FsCheck.Fluent;
using Migconf.Properties.Generators;
using Xunit;

namespace Migconf.Tests.Properties;

public sealed class GeneratorTests
{
    [Fact]
    public void X()
    {
        foreach (var s in ScenarioGenerator.Scenarios.Sample(10, new Rnd(1, 1), 40)) System.Console.Error.WriteLine(Migconf.Scenarios.Loading.ScenarioWriter.Write(s));
    }
}
