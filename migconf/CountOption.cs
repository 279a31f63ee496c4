using System.CommandLine;

namespace Migconf.Cli;

/// <summary>An option that says how many.</summary>
internal static class CountOption
{
    internal static Option<int> Of(string name, string about, int otherwise, int least = 1)
    {
        var option = new Option<int>(name) { Description = about, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<int>() < least)
            {
                result.AddError($"{name} is at least {least}.");
            }
        });
        return option;
    }

    internal static Option<int> Workers(string about) => Of("--workers", about, Environment.ProcessorCount);
}
