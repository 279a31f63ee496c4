using System.Net.Sockets;
using Migconf.Implementations.Qemu;
using Migconf.Scenarios.Model;
using Xunit;

namespace Migconf.Tests.Live;

/// <summary>What one end of a relayed connection learns of the other.</summary>
public sealed class RelayTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string folder = Directory.CreateTempSubdirectory("relay").FullName;
    private readonly Socket listener = Unix();
    private readonly Socket source = Unix();
    private Relay relay = null!;
    private Socket destination = null!;

    public async ValueTask InitializeAsync()
    {
        var target = Path.Combine(folder, "target.sock");
        listener.Bind(new UnixDomainSocketEndPoint(target));
        listener.Listen(1);
        relay = new Relay(folder, target, Listener.Accepts);
        await source.ConnectAsync(new UnixDomainSocketEndPoint(relay.Uri["unix:".Length..]));
        destination = await listener.AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await relay.DisposeAsync();
        foreach (var socket in new[] { listener, source, destination })
        {
            socket.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Bytes_arrive_and_then_the_end()
    {
        await source.SendAsync(new byte[] { 1, 2, 3 });
        source.Shutdown(SocketShutdown.Send);
        Assert.Equal(3, await Receive(destination));
        Assert.Equal(0, await Receive(destination));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_end_that_leaves_data_unread_is_told_to_the_other(bool sourceLeaves)
    {
        var (leaves, stays) = sourceLeaves ? (source, destination) : (destination, source);
        await stays.SendAsync(new byte[] { 1, 2, 3 });
        await Until(() => leaves.Available == 3);
        leaves.Dispose();
        Assert.Equal(0, await Receive(stays));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_held_direction_passes_on_when_it_is_released(bool back)
    {
        var (from, to) = back ? (destination, source) : (source, destination);
        relay.Act(back ? LinkAction.StallReturn : LinkAction.StallForward);
        await from.SendAsync(new byte[] { 1 });
        var received = Receive(to);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(received.IsCompleted);
        relay.Act(LinkAction.Release);
        Assert.Equal(1, await received);
    }

    private static Socket Unix() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private static Task<int> Receive(Socket socket) =>
        socket.ReceiveAsync(new byte[16], SocketFlags.None).WaitAsync(Patience);

    private static async Task Until(Func<bool> met)
    {
        for (var time = 0; !met(); time++)
        {
            Assert.True(time < 1000, "nothing arrived");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
