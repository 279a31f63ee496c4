using Exploration;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>The guest of a VMM: its run state and its memory. A page is the version of its content, so that lost and
/// stale pages can be told.</summary>
public sealed class Guest : SharedObject, IResultOf<int>
{
    // Parts: the run state, then the pages.
    private const int RunStatePart = 0;
    private const int FirstPage = 1;
    private const int Torn = -2;
    private readonly Ownership ownership;
    private readonly int[] pages;
    private readonly bool[] dirty;
    private readonly bool[] missing;
    private readonly bool[] isProtected;
    private readonly int[] written;
    private int writesLeft;
    private int result;
    private RunState state;
    private bool sleeps;
    private Guest memory;

    public Guest(World world, string name, Ownership ownership, int pageCount, RunState state, int writes)
        : base(world, name)
    {
        this.ownership = ownership;
        memory = this;
        pages = new int[pageCount];
        dirty = new bool[pageCount];
        missing = new bool[pageCount];
        isProtected = new bool[pageCount];
        written = new int[pageCount];
        (this.state, sleeps) = (state, state == RunState.Suspended);
        writesLeft = writes;
        Array.Fill(dirty, true);
        Array.Fill(pages, state == RunState.Inmigrate ? 0 : 1);
        Rehash();
    }

    public RunState State
    {
        get
        {
            Touches(Touch.Read, RunStatePart);
            return state;
        }
    }

    public bool IsRunning => State == RunState.Running;

    /// <summary>It was suspended when it was stopped, and is again when it goes on.</summary>
    public bool Sleeps
    {
        get
        {
            Touches(Touch.Read, RunStatePart);
            return sleeps;
        }
    }

    /// <summary>For laws.</summary>
    public IReadOnlyList<int> Pages => memory.pages;

    /// <summary>Its memory is another process's too: nothing need be copied, and nothing may.</summary>
    public bool IsMapped => memory != this;

    /// <summary>What a virtual CPU wrote here since the guest arrived; 0: nothing. For laws.</summary>
    public IReadOnlyList<int> Written => written;

    /// <summary>What it says of pages that it does not need; null: nothing.</summary>
    internal FreePages? Free { get; set; }

    /// <summary>What slows it down; null: nothing does.</summary>
    internal Throttle? Throttle { get; set; }

    /// <summary>Whether a page has not come yet, for laws.</summary>
    public bool IsMissing(int page) => missing[page];

    protected override bool HasWeakOperations => true;

    protected override ulong StateHash
    {
        get
        {
            var hash = ((ulong)state << 9) | (sleeps ? 0x100UL : 0) | (uint)writesLeft;
            for (var page = 0; page < pages.Length; page++)
            {
                hash = Exploration.StableHash.Mix(hash, ((ulong)(uint)pages[page] << 3) | (isProtected[page] ? 4UL : 0) | (missing[page] ? 2UL : 0) | (dirty[page] ? 1UL : 0));
            }

            return hash;
        }
    }

    /// <summary>From now on its memory is that of the other: what one writes, the other reads.</summary>
    internal void Map(Guest other)
    {
        memory = other.memory;
        Rehash();
    }

    /// <summary>Changes the run state; the caller holds the big lock.</summary>
    public void Enter(RunState entered)
    {
        var runs = entered == RunState.Running;
        if (runs != (state == RunState.Running))
        {
            ownership.Changes();
        }

        Touches(Touch.Write, RunStatePart);
        sleeps = entered == RunState.Suspended || (sleeps && entered is not (RunState.Running or RunState.Prelaunch));
        state = entered;
        Rehash();
    }

    /// <summary>A guest that arrives stopped, and was suspended before.</summary>
    public void EnterAsleep(RunState entered)
    {
        Enter(RunState.Suspended);
        Enter(entered);
    }

    /// <summary>A stopped guest goes on: awake or asleep, as it was.</summary>
    public void GoOn() => Enter(sleeps ? RunState.Suspended : RunState.Running);

    /// <summary>A virtual CPU writes a page: possible while the guest runs, never obligatory. The result is the page; of one where the
    /// write faults, as it has not come yet or is protected, its complement.</summary>
    public Operation<int> Write() => Begin(this, Access.Write);

    /// <summary>Clears a page's dirty mark; the result is 1 when it was set.</summary>
    public Operation<int> ClearDirty(int page) => Begin(this, Access.Signal, page);

    public Operation<int> ReadPage(int page) => Begin(this, Access.Read, page);

    public Operation<int> CountDirty() => Begin(this, Access.Read, -1);

    /// <summary>A virtual CPU that touched a page which has not come yet, or is protected, stands still until it may go on.</summary>
    public Operation<int> AwaitPage(int page) => Begin(this, Access.Wait, page);

    /// <summary>What a page is now, without a scheduling point.</summary>
    public int Peek(int page)
    {
        TouchesPage(Touch.Read, page);
        return memory.pages[page];
    }

    /// <summary>A page that was changed from another version than it has here is none that anybody wrote.</summary>
    public void Patch(int page, int from, int version) => Install(page, Peek(page) == from ? version : Torn);

    /// <summary>Installs a page that arrived.</summary>
    public void Install(int page, int version)
    {
        TouchesPage(Touch.Write, page);
        memory.pages[page] = version;
        memory.Rehash();
    }

    /// <summary>Dirty tracking begins: everything counts as dirty.</summary>
    public void MarkAllDirty() => MarkDirty(-1);

    /// <summary>Exactly these pages count as dirty, a bit each.</summary>
    public void MarkDirty(int pageBits)
    {
        ForEachPage(page => dirty[page] = IsIn(pageBits, page));
    }

    /// <summary>Nobody needs what a page holds: it is not dirty.</summary>
    internal void Leave(int page)
    {
        TouchesPage(Touch.Write, page);
        dirty[page] = false;
        Rehash();
    }

    /// <summary>What is done is done only while it runs.</summary>
    internal void DeclareRunning() => Touches(Touch.Read | Touch.MayWait, RunStatePart);

    /// <summary>No page is changed before it was saved.</summary>
    public void ProtectAll() => ForEachPage(page => isProtected[page] = true);

    public void UnprotectAll() => ForEachPage(page => isProtected[page] = false);

    /// <summary>A page may be changed again.</summary>
    public Operation<int> Unprotect(int page) => Begin(this, Access.Release, page);

    /// <summary>The dirty pages, a bit each.</summary>
    public int DirtyPages => BitsOf(dirty);

    /// <summary>These pages, a bit each, have not come yet: whoever touches one stands still.</summary>
    public void Discard(int pageBits) => ForEachPage(page => missing[page] = IsIn(pageBits, page));

    /// <summary>The pages that have not come yet, a bit each.</summary>
    public int MissingPages => BitsOf(missing);

    /// <summary>A page comes, and who waited for it goes on. One that is here already stays as it is: it may have been written to.</summary>
    public void Place(int page, int version)
    {
        TouchesPage(Touch.Write, page);
        if (missing[page])
        {
            (memory.pages[page], missing[page]) = (version, false);
        }

        Rehash();
    }

    public int TakeResult() => result;

    protected override bool CanRun(in Pending operation, ControlledThread thread) => operation.Access switch
    {
        Access.Write => state == RunState.Running && writesLeft > 0 && (Free is null || Free.Held < pages.Length) && Throttle?.LetsWrite != false,
        Access.Wait => !missing[(int)operation.Argument] && !isProtected[(int)operation.Argument],
        _ => true,
    };

    protected override bool IsWeak(in Pending operation) => operation.Access == Access.Write;

    protected override void Declare(in Pending operation, ControlledThread thread)
    {
        var page = (int)operation.Argument;
        switch (operation.Access)
        {
            case Access.Write:
                DeclareRunning();
                Free?.DeclareWrite();
                Throttle?.DeclareWrite();
                for (page = 0; page < pages.Length; page++)
                {
                    TouchesPage(Touch.Write, page);
                }

                break;
            case Access.Signal or Access.Release:
                TouchesPage(Touch.Write, page);
                break;
            case Access.Wait:
                TouchesPage(Touch.Read | Touch.MayWait, page);
                break;
            case Access.Read when page >= 0:
                TouchesPage(Touch.Read, page);
                break;
            default:
                for (page = 0; page < pages.Length; page++)
                {
                    TouchesPage(Touch.Read, page);
                }

                break;
        }
    }

    protected override ulong Run(in Pending operation, ControlledThread thread)
    {
        var page = (int)operation.Argument;
        switch (operation.Access)
        {
            case Access.Write:
                writesLeft--;
                Throttle?.NoteWritten();
                page = Decide(pages.Length - (Free?.Held ?? 0), "the page a virtual CPU writes");
                page = Free?.Usable(page) ?? page;
                result = missing[page] || isProtected[page] ? ~page : page;
                if (result >= 0)
                {
                    written[page] = ++memory.pages[page];
                    memory.Rehash();
                    dirty[page] = true;
                    Free?.NoteWritten(page);
                }

                return (ulong)(uint)result;
            case Access.Wait:
                break;
            case Access.Release:
                isProtected[page] = false;
                break;
            case Access.Signal:
                result = dirty[page] ? 1 : 0;
                dirty[page] = false;
                break;
            default:
                result = page < 0 ? dirty.Count(mark => mark) : memory.pages[page];
                break;
        }

        return (ulong)(uint)result;
    }

    protected override string Describe(in Pending operation) => operation.Access switch
    {
        Access.Write => $"write a page of the {Name}",
        Access.Wait => $"wait for page {operation.Argument} of the {Name}",
        Access.Release => $"unprotect page {operation.Argument} of the {Name}",
        Access.Signal => $"clear the dirty mark of page {operation.Argument} of the {Name}",
        _ => operation.Argument < 0 ? $"count dirty pages of the {Name}" : $"read page {operation.Argument} of the {Name}",
    };

    internal void TouchesPage(Touch touch, int page)
    {
        Touches(touch, FirstPage + page);
        if (IsMapped)
        {
            memory.Touches(touch, FirstPage + page);
        }
    }

    private static bool IsIn(int pageBits, int page) => (pageBits >> page & 1) != 0;

    private int BitsOf(bool[] marks)
    {
        var bits = 0;
        for (var page = 0; page < marks.Length; page++)
        {
            TouchesPage(Touch.Read, page);
            bits |= marks[page] ? 1 << page : 0;
        }

        return bits;
    }

    private void ForEachPage(Action<int> change)
    {
        for (var page = 0; page < pages.Length; page++)
        {
            TouchesPage(Touch.Write, page);
            change(page);
        }

        Rehash();
    }
}
