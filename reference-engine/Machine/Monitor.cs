using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Machine;

/// <summary>What lies between the manager and the VMM, with a thread of its own: it sends replies, and carries out commands that may not
/// wait for the main loop.</summary>
public sealed class Monitor
{
    private readonly Vmm vmm;
    private readonly Commands commands;
    private readonly Channel<Observation> replies;

    internal Monitor(Vmm vmm, Commands commands)
    {
        (this.vmm, this.commands) = (vmm, commands);
        replies = new Channel<Observation>(vmm.World, $"{vmm.Side} replies".ToLowerInvariant());
    }

    /// <summary>A command that goes out of band (<c>exec-oob</c>): at once, without the big lock, whatever the main loop does.</summary>
    public void ExecuteOutOfBand(Command command) => vmm.Spawn(
        $"out of band {command.Id}",
        async () =>
        {
            var reply = await commands.Execute(command);
            if (vmm.IsAlive)
            {
                await vmm.Outlet.Show(reply);
            }
        });

    internal Operation Reply(Observation reply) => replies.Send(reply);

    /// <summary>Replies leave after the command is done, without the big lock: what the command has set going may
    /// show before it.</summary>
    internal async Routine SendReplies()
    {
        while (true)
        {
            vmm.World.ForgetHistory();
            var (_, reply) = await replies.Receive();
            await vmm.Outlet.Show(reply);
        }
    }
}
