using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>The main loop: commands of the manager and bottom halves of threads, one at a time, under the big lock.</summary>
public sealed class MainLoop
{
    private readonly Vmm vmm;
    private readonly Commands commands;
    private readonly Channel<Work> queue;

    internal MainLoop(Vmm vmm, Commands commands)
    {
        (this.vmm, this.commands) = (vmm, commands);
        queue = new Channel<Work>(vmm.World, $"{vmm.Side} queue".ToLowerInvariant());
    }

    /// <summary>The guest's run state when the command now served was taken up, for laws.</summary>
    public RunState GuestBeforeCommand { get; private set; }

    /// <summary>The refusal about to be sent, while the big lock is still held, for laws.</summary>
    public Observation? Refused { get; private set; }

    /// <summary>The status of the outgoing migration when the command now served was taken up, for laws.</summary>
    public MigrationStatus StatusBeforeCommand { get; private set; }

    /// <summary>It serves nothing more after what it does now, and keeps the big lock: what only a deviation does.</summary>
    internal bool Hangs { get; set; }

    /// <summary>A command arrives; <paramref name="isBehind"/> one that was not answered yet.</summary>
    public Operation Submit(Command command, bool isBehind = false) => queue.Send(new Work(command, null, "") { IsBehind = isBehind });

    /// <summary>Asks for something to be done later, under the big lock.</summary>
    public Operation Schedule(string name, Func<Routine> bottomHalf) => queue.Send(new Work(null, bottomHalf, name));

    internal async Routine Run()
    {
        if (vmm.Options.AwaitsMemory)
        {
            await vmm.Link.HandOver!.Given.Wait();
            if (!vmm.Link.HandOver.MapInto(vmm))
            {
                await vmm.End(1);
                return;
            }
        }

        while (true)
        {
            vmm.World.ForgetHistory();
            var (_, work) = await queue.Receive();
            if (work.IsBehind)
            {
                // Commands are taken up one at a time: what was put off while the last was served comes before the next.
                await queue.Send(work with { IsBehind = false });
                continue;
            }

            await vmm.Bql.Acquire();
            await GoOn();
            if (work.Command is { } command)
            {
                GuestBeforeCommand = vmm.Guest.State;
                StatusBeforeCommand = vmm.Outgoing.State.Now.Status;
                var reply = await commands.Execute(command);
                if (!vmm.IsAlive)
                {
                    return;
                }

                Refused = reply.Text.StartsWith($"reply {command.Id} error", StringComparison.Ordinal) ? reply : null;
                await vmm.Monitor.Reply(reply);
                Refused = null;
            }
            else
            {
                await work.BottomHalf!();
            }

            if (!vmm.IsAlive)
            {
                return;
            }

            await GoOn();
            vmm.Bql.Release();
        }
    }

    private async Routine GoOn()
    {
        if (Hangs)
        {
            await new Event(vmm.World, "the end of time").Wait();
        }
    }

    private sealed record Work(Command? Command, Func<Routine>? BottomHalf, string Name) : IStableHash
    {
        internal bool IsBehind { get; init; }

        public override string ToString() => Command?.Name ?? Name;

        public ulong StableHash() => Command is null ? Exploration.StableHash.Of(Name) : (ulong)Command.Id;
    }
}
