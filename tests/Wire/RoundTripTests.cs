using System.Text;
using Migconf.Streams.Failures;
using Migconf.Streams.Items;
using Migconf.Wire;
using Migconf.Wire.Faults;
using Migconf.Wire.Incoming;
using Migconf.Wire.Memory;
using Migconf.Wire.Outgoing;
using Xunit;

namespace Migconf.Tests.Wire;

/// <summary>The source's side and the destination's side of the reference, joined by loopback.</summary>
public sealed class RoundTripTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<int, bool, bool> Ways => new()
    {
        { 0, false, true }, { 0, false, false }, { 3, false, true }, { 2, false, false }, { 0, true, true },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_machine_arrives_as_it_was_sent(int channels, bool postcopy, bool returnPath)
    {
        var image = Machine();
        var (received, _) = await Pass(image, new() { Channels = channels, Postcopy = postcopy, ReturnPath = returnPath }, channels);
        Assert.True(received.IsGood, $"{received.Words} {string.Join("; ", received.Findings)}");
        Assert.Equal(postcopy, received.Image.WasPostcopy);
        Assert.Equal(channels, received.Incoming.Multifd);
        foreach (var block in image.Memory.Blocks)
        {
            Assert.True(block.Content.SequenceEqual(received.Image.Memory.Find(block.Name)!.Content), block.Name);
        }

        Assert.Equal(image.Devices.Select(one => one.Header), received.Image.Devices.Select(one => one.Header with { Offset = 0, Scope = "" }));
        Assert.Equal(image.Devices[0].Body, received.Image.Devices[0].Body);
    }

    [Fact]
    public async Task Pages_that_are_asked_for_come_first()
    {
        var (received, sent) = await Pass(Machine(), new() { Postcopy = true, AheadPercent = 10 }, 0);
        Assert.True(received.IsGood);
        Assert.Equal(32, received.Incoming.Requested);
        Assert.Equal(32, received.Incoming.Answered);
        Assert.InRange(sent!.Requested, 1, 32);
    }

    [Fact]
    public async Task A_page_that_is_never_sent_is_missed_and_the_source_is_told()
    {
        var (received, sent) = await Pass(Machine(), new(), 0, "drop@out:zero");
        Assert.Equal(ServeOutcome.Unsound, received.Outcome);
        var finding = Assert.Single(received.Findings);
        Assert.Equal(("MIG-WIRE-009", "pc.ram"), (finding.Id, finding.Place));
        Assert.Contains("1 of 300 pages", finding.Detail, StringComparison.Ordinal);
        Assert.Null(sent);
    }

    [Theory]
    [InlineData("flip@out:byte:0", "MIG-WIRE-005")]
    [InlineData("flip@out:footer", "MIG-STREAM-008")]
    [InlineData("flip@out:vmdesc", "MIG-STREAM-015")]
    [InlineData("truncate@out:page#7", "MIG-STREAM-004")]
    [InlineData("flip@out-channel:packet", null)]
    public async Task Damage_on_the_way_has_a_class(string fault, string? id)
    {
        var isMultifd = fault.Contains("channel", StringComparison.Ordinal);
        var (received, sent) = await Pass(Machine(), new() { Channels = isMultifd ? 2 : 0 }, isMultifd ? 2 : 0, fault);
        if (id is null)
        {
            // Nothing protects the contents of pages: the guest's own check has to find it.
            Assert.True(received.IsGood);
            return;
        }

        Assert.False(received.IsGood);
        Assert.Null(sent);
        Assert.Equal(id, received.Id ?? received.Findings[0].Id);
    }

    [Fact]
    public async Task A_channel_that_never_comes_ends_the_wait_with_a_reason()
    {
        var (received, _) = await Pass(Machine(), new() { Channels = 1 }, 2);
        Assert.Equal((ServeOutcome.Broken, "MIG-WIRE-006"), (received.Outcome, received.Id));
        Assert.StartsWith("1 of 2 multifd channels", received.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_SYNC_ends_the_wait_with_a_reason()
    {
        var (received, _) = await Pass(Machine(), new() { Channels = 2 }, 2, "drop@out-channel:sync#6");
        Assert.Equal((ServeOutcome.Broken, "MIG-WIRE-006"), (received.Outcome, received.Id));
        Assert.Contains("out of step", received.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error@in:ping")]
    [InlineData("close@in:page#20")]
    [InlineData("truncate@in-return:shut")]
    [InlineData("shutdown-send@in:end")]
    public async Task A_fault_of_the_receiver_reaches_the_sender(string fault)
    {
        var (_, sent) = await Pass(Machine(), new(), 0, fault);
        Assert.Null(sent);
    }

    [Fact]
    public async Task A_hold_only_takes_its_time()
    {
        var (received, sent) = await Pass(Machine(), new(), 0, "hold=100@in:eof");
        Assert.True(received.IsGood);
        Assert.NotNull(sent);
        Assert.Equal("hold=100@in:eof", Assert.Single(received.Fired).Text);
    }

    [Fact]
    public void What_cannot_be_sent_on_is_said_before_anything_is_sent()
    {
        var image = Machine();
        Assert.Null(Forwarding.Refuses(image, new()));
        Assert.Contains("return path", Forwarding.Refuses(image, new() { Postcopy = true, ReturnPath = false }), StringComparison.Ordinal);
        image.Live.Add("dirty-bitmap");
        Assert.Contains("dirty-bitmap", Forwarding.Refuses(image, new()), StringComparison.Ordinal);
        image.Live.Clear();
        image.Configuration = new("pc-i440fx-7.2", [new CapabilityPart(1, ["x-ignore-shared"])]);
        Assert.Contains("x-ignore-shared", Forwarding.Refuses(image, new()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pc-i440fx-8.0", false)]
    [InlineData("pc-i440fx-8.1", true)]
    [InlineData("pc-q35-11.1", true)]
    [InlineData("isapc", true)]
    public void The_machine_type_says_how_flushes_are_marked(string machine, bool marked)
    {
        var image = Machine();
        image.Configuration = new(machine, []);
        Assert.Equal(marked, Forwarding.MarksFlushes(image));
    }

    /// <summary>Sends a machine from one side to the other. What was sent is null when the sender failed.</summary>
    private static async Task<(ServeResult Received, OutgoingCounts? Sent)> Pass(MachineImage image, OutgoingSettings settings, int channels, params string[] faults)
    {
        var plan = new FaultPlan(faults.Select(FaultLanguage.Parse));
        var shorter = faults.Length > 0 || channels != settings.Channels ? TimeSpan.FromSeconds(1) : Patience;
        await using var incoming = IncomingMigration.Listen(WireAddress.Parse("tcp:127.0.0.1:0"), new() { Channels = channels, Patience = shorter }, plan, Cancel);
        var receiving = new ServeRun(incoming, plan).Run(null, new(), Cancel);
        OutgoingCounts? sent = null;
        try
        {
            sent = await OutgoingMigration.Send(image, incoming.Address, settings with { Patience = Patience }, plan, Cancel);
        }
        catch (Exception wrong) when (wrong is WireException or FaultException or StreamException)
        {
            // The caller sees that nothing was sent.
        }

        return (await receiving, sent);
    }

    /// <summary>Two blocks, one page of which is zero, and two devices.</summary>
    private static MachineImage Machine()
    {
        var image = new MachineImage(1 << 30) { Configuration = new("pc-i440fx-7.2", []), Ram = new(SectionKind.Start, 2, "ram", 0, 4) };
        foreach (var (name, pages) in new[] { ("pc.ram", 300), ("pc.bios", 16) })
        {
            image.Memory.Announce(new RamBlock(name, (ulong)pages * 4096));
            var block = image.Memory.Find(name)!;
            for (var page = 0; page < pages; page++)
            {
                var content = new byte[4096];
                content.AsSpan().Fill((byte)(page == 7 ? 0 : (page % 250) + 1));
                image.Memory.Store(block, (ulong)page * 4096, content, PageForm.Full);
            }
        }

        image.Devices.Add(new(new(SectionKind.Full, 5, "timer", 0, 1), [1, 2, 3, 4], IsEarly: false));
        image.Devices.Add(new(new(SectionKind.Full, 6, "globalstate", 0, 1), [9], IsEarly: false));
        image.Description = [.. Encoding.UTF8.GetBytes("""
            {"page_size": 4096, "devices": [
              {"name": "timer", "instance_id": 0, "vmsd_name": "timer", "version": 1, "fields": [{"name": "count", "type": "uint32", "size": 4}]},
              {"name": "globalstate", "instance_id": 0, "vmsd_name": "globalstate", "version": 1, "fields": [{"name": "size", "type": "uint8", "size": 1}]}]}
            """), .. Enumerable.Repeat((byte)' ', 8192)];
        return image;
    }
}
