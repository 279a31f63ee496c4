using System.Reflection;

namespace Migconf.Cli;

internal static class Tool
{
    /// <summary>Version and commit of this build.</summary>
    internal static string Version { get; } =
        typeof(Tool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
