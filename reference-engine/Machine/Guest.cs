using Exploration;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>The guest of a VMM: its run state and its memory. A page is the version of its content, so that lost and
/// stale pages can be told.</summary>
public sealed class Guest : SharedObject, IResultOf<int>
{
    private readonly int[] pages;
    private readonly bool[] dirty;
    private int writesLeft;
    private int result;

    public Guest(World world, string name, int pageCount, RunState state, int writes)
        : base(world, name)
    {
        pages = new int[pageCount];
        dirty = new bool[pageCount];
        State = state;
        writesLeft = writes;
        Array.Fill(dirty, true);
        Changed();
    }

    public RunState State { get; private set; }

    public bool IsRunning => State == RunState.Running;

    public IReadOnlyList<int> Pages => pages;

    protected override ulong StateHash
    {
        get
        {
            var hash = ((ulong)State << 8) | (ulong)(uint)writesLeft;
            for (var page = 0; page < pages.Length; page++)
            {
                hash = Exploration.StableHash.Mix(hash, ((ulong)(uint)pages[page] << 1) | (dirty[page] ? 1UL : 0));
            }

            return hash;
        }
    }

    /// <summary>Changes the run state; the caller holds the big lock.</summary>
    public void Enter(RunState state)
    {
        State = state;
        Changed();
    }

    /// <summary>A virtual CPU writes a page: possible while the guest runs, never obligatory.</summary>
    public Operation<int> Write() => Begin(this, Access.Write);

    /// <summary>Clears a page's dirty mark; the result is 1 when it was set.</summary>
    public Operation<int> ClearDirty(int page) => Begin(this, Access.Signal, page);

    public Operation<int> ReadPage(int page) => Begin(this, Access.Read, page);

    public Operation<int> CountDirty() => Begin(this, Access.Read, -1);

    /// <summary>Installs a page that arrived.</summary>
    public void Install(int page, int version)
    {
        pages[page] = version;
        Changed();
    }

    /// <summary>Dirty tracking begins: everything counts as dirty.</summary>
    public void MarkAllDirty()
    {
        Array.Fill(dirty, true);
        Changed();
    }

    public int TakeResult() => result;

    protected override bool CanRun(in Pending operation, ControlledThread thread) =>
        operation.Access != Access.Write || (IsRunning && writesLeft > 0);

    protected override bool IsWeak(in Pending operation) => operation.Access == Access.Write;

    protected override ulong Run(in Pending operation, ControlledThread thread)
    {
        var page = (int)operation.Argument;
        switch (operation.Access)
        {
            case Access.Write:
                writesLeft--;
                page = Decide(pages.Length, "the page a virtual CPU writes");
                pages[page]++;
                dirty[page] = true;
                result = page;
                return 0;
            case Access.Signal:
                result = dirty[page] ? 1 : 0;
                dirty[page] = false;
                break;
            default:
                result = page < 0 ? dirty.Count(mark => mark) : pages[page];
                break;
        }

        return (ulong)(uint)result;
    }

    protected override string Describe(in Pending operation) => operation.Access switch
    {
        Access.Write => $"write a page of the {Name}",
        Access.Signal => $"clear the dirty mark of page {operation.Argument} of the {Name}",
        _ => operation.Argument < 0 ? $"count dirty pages of the {Name}" : $"read page {operation.Argument} of the {Name}",
    };
}
