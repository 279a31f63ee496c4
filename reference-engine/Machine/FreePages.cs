using Exploration;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>Hints of free pages (virtio-balloon, free-page-hint). From one look at the dirty log to the next the guest may name pages
/// whose content it does not need; it uses none of them before the next look. The device takes a hint some time after it was given;
/// one that it has not taken by then is void.</summary>
public sealed class FreePages : SharedObject
{
    private const int Nothing = -1;
    private readonly Guest guest;
    private readonly Rules rules;
    private readonly Need[] needs;
    private readonly bool[] held;
    private bool isWanted;
    private int hintsLeft;
    private int underWay = Nothing;
    private int leftOut;

    internal FreePages(World world, Guest guest, Rules rules, int pageCount, int hints)
        : base(world, $"{guest.Name}'s free pages")
    {
        (this.guest, this.rules, hintsLeft) = (guest, rules, hints);
        needs = new Need[pageCount];
        held = new bool[pageCount];
        guest.Free = this;
        Rehash();
    }

    private enum Need
    {
        Kept,
        Named,
        GivenBack,
    }

    /// <summary>How many pages the guest must not use now.</summary>
    internal int Held => held.Count(one => one);

    protected override bool HasWeakOperations => true;

    protected override ulong StateHash
    {
        get
        {
            var hash = ((ulong)(uint)hintsLeft << 32) | ((ulong)(uint)leftOut << 8) | ((ulong)(byte)underWay << 1) | (isWanted ? 1UL : 0);
            for (var page = 0; page < needs.Length; page++)
            {
                hash = Exploration.StableHash.Mix(hash, ((ulong)needs[page] << 1) | (held[page] ? 1UL : 0));
            }

            return hash;
        }
    }

    /// <summary>The guest does not need what the page holds, and has not written it since it said so; for laws.</summary>
    public bool IsFree(int page) => needs[page] != Need.Kept;

    /// <summary>A page that was given back, and not written since, was found dirty; for laws.</summary>
    public bool CameBack { get; private set; }

    /// <summary>The guest names a page: possible while hints are wanted and it runs, never obligatory.</summary>
    internal Operation NamePage() => Begin(Access.Write);

    /// <summary>The device takes the hint, unless it is void.</summary>
    internal Operation TakeHint() => Begin(Access.Signal);

    /// <summary>A migration has begun: everything is dirty, and hints are wanted.</summary>
    internal void Want()
    {
        for (var page = 0; page < needs.Length; page++)
        {
            needs[page] = IsFree(page) ? Need.Named : Need.Kept;
        }

        isWanted = true;
        LookAgain();
    }

    /// <summary>The dirty log is about to be looked at anew: what was named before may be used again.</summary>
    internal void LookAgain()
    {
        leftOut = 0;
        Array.Clear(held);
        underWay = rules.HintsBecomeVoid ? Nothing : underWay;
        Changed();
    }

    /// <summary>No hints are wanted any more.</summary>
    internal void End()
    {
        isWanted = false;
        LookAgain();
    }

    /// <summary>It is left out until the log is looked at anew: what only a deviation does.</summary>
    internal bool IsLeftOut(int page)
    {
        Touches(Touch.Read);
        return (leftOut >> page & 1) != 0;
    }

    /// <summary>A page was found dirty, to be sent.</summary>
    internal void NoteDirty(int page) => CameBack |= needs[page] == Need.GivenBack;

    /// <summary>The n-th page that the guest may use.</summary>
    internal int Usable(int number) => Enumerable.Range(0, held.Length).Where(page => !held[page]).ElementAt(number);

    /// <summary>The guest writes a page: it needs what it holds.</summary>
    internal void NoteWritten(int page)
    {
        needs[page] = Need.Kept;
        Rehash();
    }

    /// <summary>Who writes asks which pages the guest may use.</summary>
    internal void DeclareWrite() => Touches(Touch.Write | Touch.MayWait);

    protected override bool CanRun(in Pending operation, ControlledThread thread) =>
        operation.Access != Access.Write || (isWanted && hintsLeft > 0 && Held < held.Length && guest.IsRunning);

    protected override bool IsWeak(in Pending operation) => operation.Access == Access.Write;

    protected override void Declare(in Pending operation, ControlledThread thread)
    {
        Touches(Touch.Write | Touch.MayWait);
        if (operation.Access == Access.Write)
        {
            guest.DeclareRunning();
        }
        else if (underWay != Nothing)
        {
            guest.TouchesPage(Touch.Write, underWay);
        }
    }

    protected override ulong Run(in Pending operation, ControlledThread thread)
    {
        if (operation.Access == Access.Write)
        {
            hintsLeft--;
            underWay = Usable(Decide(held.Length - Held, "the page that the guest does not need"));
            (needs[underWay], held[underWay]) = (Need.Named, true);
        }
        else if (underWay != Nothing)
        {
            Leave(underWay);
            underWay = Nothing;
        }

        return 0;
    }

    protected override string Describe(in Pending operation) =>
        operation.Access == Access.Write ? $"name one of the {Name}" : $"take the hint of one of the {Name}";

    /// <summary>Its mark goes from what is to be sent, and from the log, which would bring it back when it is looked at anew.</summary>
    private void Leave(int page)
    {
        needs[page] = IsFree(page) ? Need.GivenBack : Need.Kept;
        if (rules.HintClearsLog)
        {
            guest.Leave(page);
        }
        else
        {
            leftOut |= 1 << page;
        }
    }
}
