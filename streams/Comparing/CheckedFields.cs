using Migconf.Streams.Devices;

namespace Migconf.Streams.Comparing;

/// <summary>Fields that a receiver holds against its own value: by their type, or because the device's own code does so after the load.</summary>
internal static class CheckedFields
{
    /// <summary>Description and field. Each was refused by QEMU 10.0 and 11.1.</summary>
    private static readonly HashSet<(string Description, string Field)> AfterLoad = [("e1000e", "subsys"), ("e1000e", "subsys_ven")];

    /// <summary>Whether the receiver refuses any other value than its own.</summary>
    /// <param name="description">The name of the description the field is in.</param>
    /// <param name="field">The receiver's field.</param>
    internal static bool MustBeEqual(string description, StateLeaf field) =>
        FieldTypes.MustBeEqual(field.Type) || AfterLoad.Contains((description, field.Name));
}
