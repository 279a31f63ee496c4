using System.Text.RegularExpressions;
using Migconf.Scenarios.Defects;

namespace Migconf.Reports;

/// <summary>The defects of facts: defects, section 1, in their order, and what stands for each here: deviations that name it as their source, or
/// what else does, or why nothing.</summary>
internal static partial class DefectsOfTheFacts
{
    internal static readonly (string Id, string Name, string? Otherwise)[] All =
    [
        ("A1", "cancel-overwritten-by-detect-error", null),
        ("A3", "has-failed-misses-cancelling", "`migconf mutants` takes `cancelling` out of each set of statuses, and puts it into each"),
        ("A10", "cancel-accepted-in-postcopy", null),
        ("A11", "postcopy-start-error-from-wrong-state", null),
        ("A12", "colo-from-wrong-state", null),
        ("A14", "review-note-failing-without-cleanup", null),
        ("A15", "completed-then-failed-cpr-exec", null),
        ("A16", "recover-setup-silent", null),
        ("A19", "old-runstate-dropped-on-failure", null),
        ("A20", "suspended-guest-woken", null),
        ("A21", "reset-in-finish-migrate", null),
        ("A22", "new-state-missing-in-predicates", null),
        ("B1", "incoming-bh-after-shutdown", null),
        ("B2", "incoming-coroutine-after-shutdown", null),
        ("B4", "load-cleanup-twice", null),
        ("B7", "tls-thread-handle-overwritten", null),
        ("B8", "save-cleanup-twice-null", null),
        ("B9", "yank-left-by-multifd-in-postcopy", null),
        ("B11", "rp-error-flag-cleared", null),
        ("B12", "shutdown-on-vanishing-file", null),
        ("B14", "mutex-cleared-by-init", null),
        ("B15", "second-resume-asserts", null),
        ("B16", "notifier-removed-into-wrong-list", null),
        ("B17", "cpr-exec-error-used-after-free", null),
        ("C1", "destination-capability-window", null),
        ("C2", "transport-validated-once", null),
        ("C3", "capability-after-listen", null),
        ("C8", "null-parameter-crash", null),
        ("D0", "error-reported-many-times-or-lost", "D1 to D10, and laws ERR-1 to ERR-4"),
        ("D1", "async-connect-error-discarded", null),
        ("D2", "failed-without-reason", null),
        ("D3", "reason-hidden-outside-failed", null),
        ("D4", "return-path-error-only-on-stderr", null),
        ("D6", "null-error-in-vmstate-save", null),
        ("D8", "load-error-exits-process", null),
        ("D10", "destination-exits-before-it-can-be-asked", null),
        ("D12", "inactivate-failure-looks-like-network", null),
        ("E1", "no-way-back-before-destination-runs", null),
        ("E3", "destination-active-too-early", null),
        ("E4", "disk-lock-fails-after-cont", null),
        ("E5", "start-with-inactive-disks", null),
        ("E7", "recover-cannot-fail", null),
        ("E8", "recover-flag-not-reset", null),
        ("E9", "requested-pages-forgotten", null),
        ("E11", "zero-page-installed-on-shutdown", null),
        ("E13", "preempt-channel-first", null),
        ("E14", "new-source-old-destination-preempt", null),
        ("E15", "bitmap-postcopy-failure-asserts", "not modelled: dirty bitmaps"),
        ("E16", "page-search-never-ends", null),
        ("F1", "channels-by-arrival-order", null),
        ("F3", "sync-packet-data-dropped", "pages of a channel that are not read: RAM-1 (`sync-not-awaited`); live, `multifd/` from 7.2 to 10.0"),
        ("F4", "stale-packet-flags", null),
        ("F6", "encoder-cache-differs-from-sent", null),
        ("F9", "peer-sizes-unchecked", "`migconf stream agree`, and damaged streams in the tests of `streams/`"),
        ("F10", "tls-session-used-by-two-threads", null),
        ("F11", "background-snapshot-buffer-not-flushed", null),
        ("F13", "lock-held-while-joining", null),
        ("F14", "file-sync-in-main-loop", null),
        ("G1", "skipped-page-comes-back", null),
        ("G3", "reap-ring-of-unborn-vcpu", "not modelled: virtual CPUs that are plugged in"),
        ("G4", "poisoned-page", null),
        ("H2", "failure-path-skips-activation", null),
        ("H3", "flag-set-before-the-deed", "harmless where it was (7.2); the flag that is wrong the other way is `second-activation-skips-work`"),
        ("H4", "paused-guest-migrated-twice", null),
        ("H5", "cont-during-incoming", null),
        ("H7", "second-activation-skips-work", null),
        ("I0", "policy and class", "`devices/`: what a version, a subsection and a property can mend, forward and backward"),
        ("I2", "new-default-register", "MIG-COMPAT-012; `migconf stream matrix`, and `stream diff --values`"),
        ("I3", "new-default-vectors", "MIG-COMPAT-010 and MIG-COMPAT-012; `migconf stream matrix`"),
        ("I5", "field-gated-by-wrong-object", "MIG-COMPAT-014"),
        ("I6", "section-sent-to-who-cannot-read", "MIG-COMPAT-009; `migconf stream convert --frame legacy` writes what predates the section"),
        ("I7", "identifier-changed", "MIG-COMPAT-009"),
        ("I8", "firmware-phase-dependent", "not modelled: what a guest does with a feature that is gone"),
        ("I10", "derived-mask-wins-over-loaded-value", "MIG-COMPAT-020"),
        ("I11", "field-added-without-version", "MIG-COMPAT-001 and MIG-COMPAT-008"),
        ("J1", "exec-failure-after-completed", null),
        ("J3", "exec-destroys-observability", null),
        ("J4", "duplicate-blocker", null),
        ("J5", "volatile-ram-in-cpr", null),
    ];

    /// <summary>What stands for a defect.</summary>
    internal static string HeldBy(string id, string? otherwise)
    {
        var named = string.Join(", ", Deviations.All.Where(one => Named(one).Contains(id)).Select(one => $"`{one.Id}`"));
        return (named, otherwise) switch
        {
            ("", null) => throw new InvalidOperationException($"nothing stands for defect {id}"),
            ("", _) => otherwise,
            (_, null) => named,
            _ => throw new InvalidOperationException($"defect {id} has deviations, and a reason to have none"),
        };
    }

    /// <summary>The defects that a deviation names as its source: <c>B1 and B2</c>, <c>C1 to C3</c>.</summary>
    internal static IEnumerable<string> Named(Deviation deviation)
    {
        foreach (Match range in Ids().Matches(Facts().Match(deviation.Source).Value))
        {
            var (family, first) = (range.Groups["family"].Value, int.Parse(range.Groups["first"].Value));
            var last = range.Groups["last"] is { Success: true } end ? int.Parse(end.Value) : first;
            for (var number = first; number <= last; number++)
            {
                yield return $"{family}{number}";
            }
        }
    }

    [GeneratedRegex("(?<=facts: defects, )[^;]*")]
    private static partial Regex Facts();

    [GeneratedRegex(@"\b(?<family>[A-J])(?<first>\d+)\b(?: to [A-J](?<last>\d+)\b)?")]
    private static partial Regex Ids();
}
