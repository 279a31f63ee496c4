using System.Net.Sockets;
using Migconf.Implementations.Qemu;
using Migconf.Scenarios.Running;
using Xunit;

namespace Migconf.Tests.Unit;

/// <summary>A test port that closes, is mute, or refuses ends in a clear error and not in a wait without end.</summary>
public sealed class FailoverPairTests
{
    [Theory]
    [InlineData("close", "closed its test port at 'outl 0xcf8")]
    [InlineData("mute", "did not answer 'outl 0xcf8")]
    [InlineData("FAIL\n", "answers 'FAIL' to 'outl 0xcf8")]
    [InlineData("OK 0x0\n", "has not the capability that virtio failover needs")]
    public async Task A_port_that_does_not_do_what_it_should_is_told_of(string answer, string words)
    {
        using var folder = new PrivateDirectory(Path.GetTempPath());
        var path = folder.File("port.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var cancel = TestContext.Current.CancellationToken;
        var serving = Serve(listener, answer, cancel);
        var error = await Assert.ThrowsAsync<BenchException>(() => FailoverPair.Negotiate(path, TimeSpan.FromMilliseconds(answer == "mute" ? 50 : 5000), cancel));
        Assert.Equal("MIG-ENV-023", error.Id);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        await serving;
    }

    private static async Task Serve(Socket listener, string answer, CancellationToken cancel)
    {
        using var accepted = await listener.AcceptAsync(cancel);
        var buffer = new byte[256];
        while (answer != "close" && await accepted.ReceiveAsync(buffer, cancel) > 0)
        {
            if (answer != "mute")
            {
                await accepted.SendAsync(System.Text.Encoding.ASCII.GetBytes(answer), cancel);
            }
        }
    }
}
