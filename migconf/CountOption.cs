using System.CommandLine;
using System.Globalization;

namespace Migconf.Cli;

/// <summary>An option that says how many.</summary>
internal static class CountOption
{
    internal static Option<int> Of(string name, string about, int otherwise, int least = 1)
    {
        var option = new Option<int>(name) { Description = about, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            // What is no number is said by whoever reads it.
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number < least)
            {
                result.AddError($"{name} is at least {least}.");
            }
        });
        return option;
    }

    internal static Option<int> Workers(string about) => Of("--workers", about, Environment.ProcessorCount);
}
