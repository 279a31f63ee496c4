using System.CommandLine;
using System.CommandLine.Parsing;

namespace Migconf.Cli;

/// <summary>What is wrong with a command line. An option that no command has would pass for a file where a command takes files, and be written to.</summary>
internal static class UsageErrors
{
    private const string Dashes = "--";

    /// <summary>All that is wrong, in a line; empty when nothing is.</summary>
    internal static string Of(ParseResult parsed) => string.Join(' ', [.. parsed.Errors.Select(error => error.Message), .. Unknown(parsed)]);

    internal static string Remedy(ParseResult parsed) => $"{Path(parsed.CommandResult)} --help lists what there is.";

    /// <summary>What follows a lone -- is for QEMU.</summary>
    private static IEnumerable<string> Unknown(ParseResult parsed) => parsed.Tokens
        .TakeWhile(token => token.Type != TokenType.DoubleDash)
        .Where(token => token.Type == TokenType.Argument && token.Value.Length > Dashes.Length && token.Value.StartsWith(Dashes, StringComparison.Ordinal))
        .Where(token => !parsed.Errors.Any(error => error.Message.Contains($"'{token.Value}'", StringComparison.Ordinal)))
        .Select(token => $"'{token.Value}' is no option of this command.");

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult above ? $"{Path(above)} {result.Command.Name}" : "migconf";
}
