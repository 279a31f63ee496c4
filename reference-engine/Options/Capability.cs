namespace Migconf.ReferenceEngine.Options;

/// <summary>Which side has to switch a capability on (facts: control-plane, section 4.3).</summary>
public enum NeededOn
{
    Source,
    Destination,
    Both,

    /// <summary>The side that saves and, where the stream says so, the side that loads.</summary>
    Checked,
}

/// <summary>A capability: a feature of a migration, off unless switched on.</summary>
public sealed record Capability(string Name) : Option(Name)
{
    public NeededOn NeededOn { get; init; }

    /// <summary>All of every release, by name (facts: control-plane, section 4.1).</summary>
    public static IReadOnlyList<Capability> All { get; } =
    [
        new("auto-converge") { About = "slows the guest's virtual CPUs down until few enough pages are left" },
        new("background-snapshot") { Since = "7.2", About = "saves the guest as it was at the start while it runs on" },
        new("block") { Gone = "10.0", NeededOn = NeededOn.Both, About = "copies disks too" },
        new("compress") { Gone = "10.0", NeededOn = NeededOn.Both, About = "pages are compressed by threads" },
        new("dirty-bitmaps") { About = "bitmaps of disks go along" },
        new("dirty-limit") { Since = "10.0", About = "limits how fast each virtual CPU may write" },
        new("events") { Changes = Changes.AnyTime, About = "status changes are shown as events from then on" },
        new("late-block-activate") { NeededOn = NeededOn.Destination, About = "disks of a guest that arrives paused become active when it is continued" },
        new("mapped-ram") { Since = "10.0", NeededOn = NeededOn.Checked, About = "each page has its place in a file" },
        new("multifd") { NeededOn = NeededOn.Both, About = "pages go through several connections" },
        new("pause-before-switchover") { About = "the source waits for migrate-continue with the guest stopped" },
        new("postcopy-blocktime") { NeededOn = NeededOn.Destination, About = "measures how long page faults hold the guest up" },
        new("postcopy-preempt") { Since = "7.2", NeededOn = NeededOn.Both, About = "pages the guest waits for go through a connection of their own" },
        new("postcopy-ram") { NeededOn = NeededOn.Both, About = "the guest may go before all its memory" },
        new("rdma-pin-all") { NeededOn = NeededOn.Both, About = "memory is pinned at the start" },
        new("release-ram") { About = "pages that were sent are given back" },
        new("return-path") { About = "the destination answers" },
        new("switchover-ack") { Since = "10.0", NeededOn = NeededOn.Both, About = "the source stops the guest only after the destination has agreed" },
        new("validate-uuid") { About = "the identity of the guest is compared" },
        new("x-colo") { NeededOn = NeededOn.Both, About = "the guest runs on both sides, compared again and again; before 10.0 the source decides alone" },
        new("x-ignore-shared") { NeededOn = NeededOn.Checked, About = "shared memory is not copied" },
        new("xbzrle") { About = "what changed in a page is sent, not the page" },
        new("zero-blocks") { Gone = "11.1", About = "zeros on disks are not sent" },
        new("zero-copy-send") { Since = "7.2", About = "pages are sent without being copied" },
    ];

    public static Capability? Find(string name, Release release) => All.FirstOrDefault(one => one.Name == name && one.IsIn(release));
}
