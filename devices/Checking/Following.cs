using Migconf.Devices.Descriptions;
using Migconf.Devices.Streams;

namespace Migconf.Devices.Checking;

/// <summary>What becomes of a load that reads more than the source sent, where other sections follow: their bytes, which nobody knows,
/// are taken for the rest of this one. Behind the last section is the description of the devices, which is as good.</summary>
internal static class Following
{
    /// <summary>More than any description reads on.</summary>
    private const int Length = 8192;

    private static readonly Scalar Byte = new(1);

    private static readonly Term[] Bytes = [.. Enumerable.Range(0, Length)
        .Select(at => $"byte {at} behind the section")
        .Select(name => new Term(new(name, name, Byte, 0, 255, 0), 0, 0, Role.Beyond, name))];

    /// <summary>How it ends; null when those bytes decide.</summary>
    internal static LoadError? Of(Pairing pairing, List<Term> sent, Facts facts, Waivers waivers)
    {
        List<Term> terms = [.. sent.SkipLast(1), .. Bytes];
        facts.IsClosed = true;
        try
        {
            var receiver = new SymbolicReceiver(pairing.Receiver, pairing.Machine, terms, facts, waivers);
            var (_, error) = receiver.Load(pairing.Source.Section, pairing.Source.State.Version);
            return error is { Kind: not LoadErrorKind.StreamEnded } ? error : null;
        }
        catch (UndecidedException)
        {
            return null;
        }
        finally
        {
            facts.IsClosed = false;
        }
    }
}
