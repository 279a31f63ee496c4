using Migconf.ReferenceEngine;

namespace Migconf.Scenarios.Defects;

/// <summary>The rules that are either so or otherwise.</summary>
public static class RuleSwitches
{
    private static readonly Rules Plain = new();

    private static readonly System.Reflection.PropertyInfo[] All =
        [.. typeof(Rules).GetProperties().Where(one => one.PropertyType == typeof(bool) && one.CanWrite).OrderBy(one => one.Name, StringComparer.Ordinal)];

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Select(one => one.Name);

    /// <summary>Those that are not as the reference has them.</summary>
    public static IEnumerable<string> TurnedIn(Rules rules) => All.Where(one => !Equals(one.GetValue(rules), one.GetValue(Plain))).Select(one => one.Name);
}
