namespace Migconf.Scenarios.Defects;

/// <summary>Deviations of encrypted connections.</summary>
internal static class TlsDeviations
{
    internal static readonly Deviation[] All =
    [
        new(
            "handshake-not-joined",
            "the thread of a channel's TLS handshake is forgotten for another one: it works on when the channel is gone, and the source ends by a signal",
            "facts: defects, B7; fixed in 9.0; 7.2 only leaks",
            [],
            "STATE-7",
            rules => rules with { JoinsHandshakes = false }),
        new(
            "handshake-in-main-loop",
            "the main loop waits in a TLS handshake, on both sides: while the other says nothing it answers no command",
            "seen on 5.2, 7.2, 10.0 and 11.1",
            ["5.2", "7.2", "10.0", "11.1"],
            "LIVE-3",
            rules => rules with { HandshakesLeaveMainLoop = false }),
        new(
            "handshake-not-yanked",
            "yank says that it has shut the connection down, but one in a TLS handshake it does not know",
            "seen on 7.2, 10.0 and 11.1",
            ["7.2", "10.0", "11.1"],
            "the judge",
            rules => rules with { YanksHandshakes = false }),
        new(
            "session-changes-keys-alone",
            "the keys of a TLS connection are changed while another thread uses its other direction: the source ends by a signal",
            "facts: defects, F10; avoided in 10.1; after 64 GiB",
            [],
            "STATE-7",
            rules => rules with { SessionTakesTurns = false }),
    ];
}
