namespace Migconf.ReferenceEngine.Options;

/// <summary>A parameter: a number, a switch or a name that every migration uses.</summary>
/// <param name="Name">As QMP calls it.</param>
/// <param name="Default">Its value in a new process; null where there is none.</param>
public sealed record Parameter(string Name, OptionValue? Default) : Option(Name)
{
    private const ulong KiB = 1024;
    private const ulong MiB = 1024 * KiB;
    private const ulong GiB = 1024 * MiB;

    public OptionKind Kind { get; init; } = Default?.Kind ?? OptionKind.List;

    public ulong Least { get; init; }

    public ulong Most { get; init; } = ulong.MaxValue;

    public bool IsPowerOfTwo { get; init; }

    /// <summary>Releases before this accept numbers up to another limit.</summary>
    public (string Before, ulong Most)? Older { get; init; }

    /// <summary>Machine types before this release have another default.</summary>
    public (string Before, string Last, string Value)? OlderMachines { get; init; }

    public string Unit { get; init; } = "";

    /// <summary>The names it may take; empty: any text.</summary>
    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>It may be set to nothing (null), which is an empty text.</summary>
    public bool MayBeNothing => Kind == OptionKind.Text && Choices.Count == 0;

    /// <summary>Releases before this accept any number and leave the value as it is.</summary>
    public string? IgnoredBefore { get; init; }

    /// <summary>All of every release, by name (facts: control-plane, section 4.4).</summary>
    public static IReadOnlyList<Parameter> All { get; } =
    [
        Number("announce-initial", 50, 0, 100_000) with { Unit = "ms", Changes = Changes.AnyTime, About = "pause before the second announcement of the guest's addresses; the next announcement" },
        Number("announce-max", 550, 0, 100_000) with { Unit = "ms", Changes = Changes.AnyTime, About = "the longest pause between announcements; the next announcement" },
        Number("announce-rounds", 5, 0, 1000) with { Changes = Changes.AnyTime, About = "how many announcements; the next announcement" },
        Number("announce-step", 100, 1, 10_000) with { Unit = "ms", Changes = Changes.AnyTime, About = "by how much the pause grows; the next announcement" },
        Number("avail-switchover-bandwidth", 0, 0, ulong.MaxValue) with { Since = "10.0", Unit = "bytes/s", Changes = Changes.AnyTime, About = "what the link will carry during switchover, 0 for what was measured; the next estimate of the downtime" },
        new("block-bitmap-mapping", null) { About = "names of bitmaps on the other side" },
        Flag("block-incremental") with { Gone = "10.0", About = "only the top layer of disks is copied" },
        Number("compress-level", 1, 0, 9) with { Gone = "10.0", About = "how hard pages are compressed" },
        Number("compress-threads", 8, 1, 255) with { Gone = "10.0", About = "how many threads compress" },
        Flag("compress-wait-thread", true) with { Gone = "10.0", About = "a page waits for a thread instead of going uncompressed" },
        new("cpr-exec-command", new OptionValue(OptionKind.List, "[]")) { Since = "11.1", About = "the program that takes over in mode cpr-exec, with its arguments" },
        Number("cpu-throttle-increment", 10, 1, 99) with { Unit = "%", Changes = Changes.AnyTime, About = "by how much more a guest is slowed down; the next decision" },
        Number("cpu-throttle-initial", 20, 1, 99) with { Unit = "%", Changes = Changes.AnyTime, About = "how much a guest is slowed down first; the next decision" },
        Flag("cpu-throttle-tailslow") with { Changes = Changes.AnyTime, About = "the last steps are smaller; the next decision" },
        Number("decompress-threads", 2, 1, 255) with { Gone = "10.0", About = "how many threads decompress" },
        Flag("direct-io") with { Since = "10.0", About = "a file is written past the cache" },
        Number("downtime-limit", 300, 0, 2_000_000) with { Unit = "ms", Changes = Changes.AnyTime, About = "how long the guest may stand still; the next estimate" },
        Number("max-bandwidth", 128 * MiB, 0, ulong.MaxValue) with { Older = ("7.2", long.MaxValue), Unit = "bytes/s", Changes = Changes.AnyTime, About = "the most that is sent, 0 for no limit; at once" },
        Number("max-cpu-throttle", 99, 1, 99) with { Unit = "%", Changes = Changes.AnyTime, About = "how much a guest is slowed down at most, not less than cpu-throttle-initial; the next decision" },
        Number("max-postcopy-bandwidth", 0, 0, ulong.MaxValue) with { Unit = "bytes/s", Changes = Changes.AnyTime, About = "the most that is sent in postcopy, 0 for no limit; at once" },
        Word("mode", new("normal"), new("cpr-reboot"), new("cpr-transfer"), new("cpr-exec", "11.1")) with { Since = "10.0", About = "what becomes of memory and process" },
        Number("multifd-channels", 2, 1, 255) with { About = "connections of multifd" },
        Word("multifd-compression", new("none"), new("zlib"), new("zstd", "7.2")) with { About = "how pages of multifd are compressed" },
        Number("multifd-qatzip-level", 1, 1, 9) with { Since = "10.0", About = "how hard pages of multifd are compressed by hardware" },
        Number("multifd-zlib-level", 1, 0, 9) with { IgnoredBefore = "10.0", About = "how hard pages of multifd are compressed" },
        Number("multifd-zstd-level", 1, 0, 20) with { IgnoredBefore = "10.0", About = "how hard pages of multifd are compressed" },
        Number("throttle-trigger-threshold", 50, 1, 100) with { Unit = "%", Changes = Changes.AnyTime, About = "share of dirtied to sent bytes from which a guest is slowed down; the next decision" },
        Word("tls-authz") with { About = "who may connect" },
        Word("tls-creds") with { About = "the keys of an encrypted link" },
        Word("tls-hostname") with { About = "the name the destination proves" },
        Number("vcpu-dirty-limit", 1, 1, ulong.MaxValue) with { Since = "10.0", Unit = "MB/s", Changes = Changes.AnyTime, About = "how fast a virtual CPU may write under dirty-limit; the next decision" },
        Number("x-checkpoint-delay", 20_000, 0, uint.MaxValue) with { Older = ("7.2", ulong.MaxValue), Unit = "ms", Changes = Changes.AnyTime, About = "between two checkpoints of x-colo; a checkpoint is made at once" },
        Number("x-rdma-chunk-size", MiB, MiB, GiB) with { Since = "11.1", IsPowerOfTwo = true, Unit = "bytes", About = "how memory is registered" },
        Number("x-vcpu-dirty-limit-period", 1000, 1, 1000) with { Since = "10.0", Unit = "ms", Changes = Changes.AnyTime, About = "how often dirty-limit measures; the next measurement" },
        Number("xbzrle-cache-size", 64 * MiB, 4 * KiB, 1UL << 63) with { IsPowerOfTwo = true, Unit = "bytes", Changes = Changes.AnyTime, About = "the cache of xbzrle; it is resized at once" },
        Word("zero-page-detection", new("multifd"), new("legacy"), new("none")) with { Since = "10.0", OlderMachines = ("10.0", "8.2", "legacy"), About = "who looks for pages of zeros" },
    ];

    /// <summary>Its value in a new process with a machine type of this release.</summary>
    public OptionValue? DefaultOn(Release machine) => OlderMachines is { } older && Releases.Age(machine.Name) < Releases.Age(older.Before)
        ? OptionValue.Of(older.Value)
        : Default;

    /// <summary>A release that accepts any number and leaves the value as it is.</summary>
    public bool IsIgnoredIn(Release release) => IgnoredBefore is { } since && Releases.Age(release.Name) < Releases.Age(since);

    /// <summary>What is kept of a value that was accepted: of nothing an empty text, of a number that is too large for its place (5.2) the rest.</summary>
    public OptionValue Kept(OptionValue given) => given switch
    {
        { Kind: OptionKind.Nothing } => OptionValue.Of(""),
        { Number: { } number } when number > Most => OptionValue.Of(number % (Most + 1)),
        _ => given,
    };

    /// <summary>The largest number a release accepts.</summary>
    public ulong MostIn(Release release) => Older is { } older && Releases.Age(release.Name) < Releases.Age(older.Before) ? older.Most : Most;

    public static Parameter? Find(string name, Release release) => All.FirstOrDefault(one => one.Name == name && one.IsIn(release));

    private static Parameter Number(string name, ulong value, ulong least, ulong most) =>
        new(name, OptionValue.Of(value)) { Least = least, Most = most, About = "" };

    private static Parameter Flag(string name, bool value = false) => new(name, OptionValue.Of(value)) { About = "" };

    private static Parameter Word(string name, params Choice[] choices) =>
        new(name, OptionValue.Of(choices.Length > 0 ? choices[0].Name : "")) { Choices = choices, About = "" };
}

/// <summary>A name a parameter may take, and the first release that knows it.</summary>
public sealed record Choice(string Name, string Since = "5.2");
