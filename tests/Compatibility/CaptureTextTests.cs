using Migconf.Compatibility.Pages;
using Migconf.Implementations.Qemu;
using Xunit;

namespace Migconf.Tests.Compatibility;

/// <summary>What is said of a QEMU that sends nothing.</summary>
public sealed class CaptureTextTests
{
    [Fact]
    public void A_device_that_speaks_against_it_is_named_with_the_class_and_a_remedy()
    {
        var text = CaptureText.Write(new(TransferEnd.Refused, "State blocked by non-migratable device '0000:00:01.0/nvme'"), "qemu-10.0");
        Assert.StartsWith("NO STREAM  from qemu-10.0  MIG-STREAM-067, the source refuses to send\n", text, StringComparison.Ordinal);
        Assert.Matches("\n  where      0000:00:01.0/nvme\n  cause      .+\n  remedy     .+\n  explain    migconf explain MIG-STREAM-067\n$", text);
    }

    [Fact]
    public void Words_that_no_class_quotes_are_printed_as_they_are() =>
        Assert.Equal("NO STREAM  from qemu-10.0\n  QEMU says  still setup after 30 s\n", CaptureText.Write(new(TransferEnd.Hung, "still setup after 30 s"), "qemu-10.0"));
}
