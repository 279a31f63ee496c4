using System.CommandLine;
using Migconf.Cli;
using Migconf.Streams.Reading;
using Xunit;

namespace Migconf.Tests.Unit;

/// <summary>Only the command that was asked for is made, and it is the one that has the name.</summary>
public sealed class CommandTableTests
{
    public static TheoryData<string> Names => [.. Commands.Table.Rows.Select(row => row.Name)];

    [Fact]
    public void Every_command_has_the_name_of_its_row_and_a_name_has_one_row()
    {
        foreach (var table in new[] { Commands.Table, StreamCommands.Table, DeviceCommands.Table })
        {
            Assert.Equal(table.Rows.Select(row => row.Name), table.Rows.Select(row => row.Make([]).Name));
            Assert.Equal(table.Rows.Length, table.Rows.DistinctBy(row => row.Name).Count());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_first_word_chooses_the_only_command_that_is_made(string name)
    {
        var made = new List<string>();
        var table = new CommandTable([.. Commands.Table.Rows.Select(row => (row.Name, Watched(row.Name, made)))]);
        Assert.Equal(name, Assert.Single(table.For([name, "more"])).Name);
        Assert.Equal([name + " more"], made);
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("strem", "describe")]
    public void What_names_no_command_makes_all(params string[] words) =>
        Assert.Equal(Commands.Table.Rows.Select(row => row.Name), Commands.Table.For(words).Select(command => command.Name));

    [Fact]
    public void Help_of_a_group_lists_all_of_its_commands()
    {
        var help = ToolRun.Of("stream", "--help").Output;
        Assert.All(StreamCommands.Table.Rows, row => Assert.Contains($"\n  {row.Name} ", help, StringComparison.Ordinal));
    }

    [Fact]
    public void Kinds_of_channels_have_their_names_in_order() => Assert.Equal(
        Enum.GetNames<ChannelKind>().Select(name => name.ToLowerInvariant()), StreamFiles.Kinds.Select(name => name.Replace("-", "", StringComparison.Ordinal)));

    private static Func<string[], Command> Watched(string name, List<string> made) => words =>
    {
        made.Add($"{name} {string.Join(' ', words)}");
        return new Command(name);
    };
}
