using System.Net.Sockets;
using System.Text;
using Migconf.Implementations.Qemu;
using Migconf.Scenarios.Running;
using Migconf.Tests.Live;
using Xunit;

namespace Migconf.Tests.Unit;

public sealed class QmpTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"return": {}, "id": 3}""", true)]
    [InlineData("""{"return": {}, "id": [3]}""", false)]
    [InlineData("""{"return": [{"anything": 1}]}""", true)]
    [InlineData("""{"returns": {}}""", false)]
    [InlineData("""{"return": {"status": "active"}}""", true)]
    [InlineData("""{"return": {"status": 5}}""", false)]
    [InlineData("""{"error": {"class": "GenericError", "desc": "no"}}""", true)]
    [InlineData("""{"error": {"class": "GenericError"}}""", false)]
    [InlineData("""{"error": "no"}""", false)]
    [InlineData("""{"event": "STOP", "timestamp": {"seconds": 1}}""", true)]
    [InlineData("""{"event": ["STOP"]}""", false)]
    [InlineData("""{"event": "MIGRATION", "data": {"status": "setup"}}""", true)]
    [InlineData("""{"event": "MIGRATION", "data": []}""", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    public void Only_replies_events_and_greetings_are_messages(string line, bool expected) =>
        Assert.Equal(expected, QmpMessages.Parse(line) is not null);

    [Fact]
    public async Task Messages_come_whole_however_they_are_cut()
    {
        var (near, far) = await Pair();
        using (near)
        using (far)
        {
            var opening = QmpConnection.Open(near, "end", Cancel);
            var resume = """{"timestamp": {"seconds": 1}, "event": "RESUME"}""" + "\n";
            foreach (var one in resume + FakeQemu.Greeting + resume + FakeQemu.Done)
            {
                await FakeQemu.Say(far, $"{one}");
            }

            using var connection = await opening;
            await FakeQemu.Say(far, """{"event": "STOP"}""" + "\n" + """{"return": {}, "id": "probe-0"}""" + "\r\n" + """{"return": {}, "id": 7}""" + "\n{");
            far.Shutdown(SocketShutdown.Send);
            Assert.Equal("STOP", (await connection!.Next())!["event"]!.GetValue<string>());
            Assert.Equal(7, (await connection.Next())!["id"]!.GetValue<int>());
            Assert.Null(await connection.Next());
            Assert.Equal("{", connection.Truncated);
        }
    }

    [Fact]
    public async Task A_line_without_end_is_refused()
    {
        var (near, far) = await Pair();
        using (near)
        using (far)
        {
            var opening = QmpConnection.Open(near, "end", Cancel);
            _ = far.SendAsync(Encoding.UTF8.GetBytes(new string('x', 3 << 20)), Cancel).AsTask();
            Assert.Equal("MIG-QMP-001", (await Assert.ThrowsAsync<BenchException>(() => opening)).Id);
        }
    }

    private static async Task<(Socket Near, Socket Far)> Pair()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("mt-").FullName, "socket");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        var near = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await near.ConnectAsync(new UnixDomainSocketEndPoint(path), Cancel);
        var far = await listener.AcceptAsync(Cancel);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return (near, far);
    }
}
