using Exploration;
using Exploration.Primitives;
using Migconf.ReferenceEngine.Machine;
using Migconf.ReferenceEngine.Network;

namespace Migconf.ReferenceEngine.Migration;

/// <summary>Encrypted connections: which keys a side was told to use (parameter tls-creds), and the handshake that comes before anything
/// else on each of them. Files and pipes are not encrypted.</summary>
internal static class Tls
{
    /// <summary>The keys of a machine that has some.</summary>
    internal const string Keys = "tls0";

    /// <summary>Keys are named for what goes over a network, whether they exist or not.</summary>
    internal static bool IsWanted(Vmm vmm, Link link) => link.Medium == Medium.Network && Named(vmm).Length > 0;

    internal static bool HasKeys(Vmm vmm) => vmm.Options.HasKeys && Named(vmm) == Keys;

    /// <summary>The source's part; false: nobody answers in the same way.</summary>
    internal static async Routine<bool> Greet(Connection connection) =>
        await connection.Forward.Send(new(MessageKind.Hello)) && await connection.Return.Receive() is { Kind: MessageKind.Hello }
        && await connection.Forward.Send(new(MessageKind.Hello));

    /// <summary>The destination's part; false: who came does not speak so, or it has not the keys that it was told to use. It is turned
    /// away, and the next may come.</summary>
    internal static async Routine<bool> Answer(Vmm vmm, Connection connection)
    {
        var isGreeted = false;
        if (vmm.Rules.HandshakesLeaveMainLoop)
        {
            await Greeted();
        }
        else
        {
            var isOver = new Event(vmm.World, "handshake");
            await vmm.MainLoop.Schedule("handshake", async () =>
            {
                await Greeted();
                await isOver.Set();
            });
            await isOver.Wait();
        }

        return isGreeted;

        async Routine Greeted()
        {
            isGreeted = HasKeys(vmm) && await connection.Forward.Receive() is { Kind: MessageKind.Hello };
            if (isGreeted)
            {
                await connection.Answer(new(MessageKind.Hello), vmm.Rules);
                isGreeted = await connection.Forward.Receive() is { Kind: MessageKind.Hello };
            }

            if (!isGreeted)
            {
                connection.CloseByDestination();
            }
        }
    }

    private static string Named(Vmm vmm) => vmm.Settings["tls-creds"]?.Text ?? "";
}
