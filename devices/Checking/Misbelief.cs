namespace Migconf.Devices.Checking;

/// <summary>What people believe about device state and is not so. A prediction that believes one of them must be refuted by random
/// histories: this is how it shows that they are strong enough.</summary>
internal enum Misbelief
{
    None,

    /// <summary>A nested struct loads as the version of what it is in.</summary>
    NestedVersionTravels,

    /// <summary>A field's test only adds to the version it came with.</summary>
    TestAddsToVersion,

    /// <summary>A load without a subsection that is described is refused.</summary>
    SubsectionIsRequired,

    /// <summary>A subsection is found by what follows its parent's name, whatever the parent is called.</summary>
    ParentNameIsNotCompared,

    /// <summary>Elements of a list load as the version of their struct.</summary>
    ElementsHaveTheirVersion,

    /// <summary>A count from the stream is compared with the memory there is.</summary>
    CountIsChecked,

    /// <summary>A null pointer takes no byte.</summary>
    NullTakesNoByte,

    /// <summary>Hooks run before subsections are loaded.</summary>
    HooksComeFirst,

    /// <summary>Unused bytes are not skipped.</summary>
    UnusedIsNotThere,

    /// <summary>A receiver that knows a newer version loads every older one.</summary>
    OldVersionsLoad,
}
