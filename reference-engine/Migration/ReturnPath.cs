using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;
using Migconf.ReferenceEngine.Vocabulary;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>The thread that reads what the destination answers.</summary>
public sealed class ReturnPath(Vmm vmm)
{
    private readonly Event ended = new(vmm.World, $"{vmm.Side.Name()} return path ended");

    /// <summary>What the return path found; it does not fail the migration by itself.</summary>
    public Shared<ErrorClass> Error { get; } =
        new(vmm.World, $"{vmm.Side.Name()} return path error", ErrorClass.None);

    internal async Routine Run()
    {
        var answer = await vmm.Link.Return.Receive();
        var error = answer switch
        {
            { Kind: MessageKind.Shut, Number: 0 } => ErrorClass.None,
            { Kind: MessageKind.Shut } => ErrorClass.Peer,
            _ => ErrorClass.Link,
        };
        if (error != ErrorClass.None)
        {
            await Error.Write(error);
            vmm.Bandwidth.Lift(true);
        }

        await ended.Set();
    }

    /// <summary>Waits for the thread's end; the result is what it found.</summary>
    internal async Routine<ErrorClass> Join()
    {
        await ended.Wait();
        return await Error.Read();
    }
}
