namespace Migconf.Implementations.Qemu;

/// <summary>The folder in which a QEMU of the lab looks for its loadable modules. QEMU looks next in the folder it was built for, and a
/// module of the machine's own QEMU there ends it with an assertion ('Only modules from the same build can be loaded'): 10.0 and
/// 11.1 do so at <c>-device help</c> and <c>-dump-vmstate</c>. So each module that only the machine has is hidden behind an empty
/// file of its name, which QEMU reports and passes over.</summary>
internal static class Modules
{
    private const string BuiltFor = "/usr/lib/x86_64-linux-gnu/qemu";

    /// <param name="root">Where the release was unpacked.</param>
    /// <param name="others">The folder of the machine's own modules.</param>
    internal static string FolderOf(string root, string others = BuiltFor)
    {
        var own = Path.Combine(root, "usr/lib/x86_64-linux-gnu/qemu");
        var hidden = Names(others).Except(Names(own), StringComparer.Ordinal).ToList();
        if (hidden.Count == 0)
        {
            return own;
        }

        var folder = Path.Combine(root, "modules");
        try
        {
            Directory.CreateDirectory(folder);
            var there = Names(folder).ToHashSet(StringComparer.Ordinal);
            foreach (var name in Names(own).Where(name => !there.Contains(name)))
            {
                IfMissing(() => File.CreateSymbolicLink(Path.Combine(folder, name), Path.Combine(own, name)));
            }

            foreach (var name in hidden.Where(name => !there.Contains(name)))
            {
                IfMissing(() => new FileStream(Path.Combine(folder, name), FileMode.CreateNew).Dispose());
            }

            return folder;
        }
        catch (UnauthorizedAccessException)
        {
            // Somebody else's lab: all but -device help and -dump-vmstate works without.
            return own;
        }
    }

    private static IEnumerable<string> Names(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFileSystemEntries(folder, "*.so").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
        : [];

    /// <summary>Another process may be doing the same.</summary>
    private static void IfMissing(Action create)
    {
        try
        {
            create();
        }
        catch (IOException)
        {
            // It is there now.
        }
    }
}
