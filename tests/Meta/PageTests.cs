using Migconf.Reports;
using Migconf.Streams.Failures;
using Xunit;

namespace Migconf.Tests.Meta;

/// <summary>Pages that are written from the code are what the code says now.</summary>
public sealed class PageTests
{
    [Theory]
    [InlineData("docs/options.md", "options")]
    [InlineData("docs/state-machine.md", "states")]
    [InlineData("docs/laws.md", "laws")]
    [InlineData("docs/stream-failures.md", "stream failures")]
    public void A_page_is_what_its_command_writes(string file, string command)
    {
        var written = command switch
        {
            "options" => OptionPage.Write(),
            "states" => StatePage.Write(),
            "stream failures" => FailurePage.Write(),
            _ => LawPage.Write(),
        };
        Assert.True(written == File.ReadAllText(Repository.Path(file)), $"{file} is old: dotnet run --project migconf -c Release -- {command} > {file}");
    }
}
