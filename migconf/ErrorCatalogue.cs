using Migconf.Devices.Checking;
using Migconf.Reports;
using Migconf.Streams.Failures;

namespace Migconf.Cli;

/// <summary>An error the tool reports, by its stable id.</summary>
/// <param name="Id">What the message begins with.</param>
/// <param name="Meaning">One line that says what happened.</param>
/// <param name="Cause">Why it happens.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="ExitCode">The exit code when nothing could be done because of it.</param>
public sealed record CatalogueEntry(string Id, string Meaning, string Cause, string Remedy, int ExitCode);

/// <summary>Every error id of the tool. An id keeps its meaning for ever.</summary>
public static class ErrorCatalogue
{
    public static readonly IReadOnlyList<CatalogueEntry> All =
    [
        .. CompatCatalogue.All.OrderBy(one => one.Id, StringComparer.Ordinal)
            .Select(one => new CatalogueEntry(one.Id, one.Sentence, one.Cause, one.Recipe, ExitCodes.Nonconforming)),
        new(
            "MIG-DEVICE-001",
            "a history file is wrong at a place",
            "an unknown key, a missing one, a value that is not allowed, or a description that means nothing",
            "mend the line the message names; docs/device-histories.md explains the format, migconf schema device prints the format, migconf device show timer --yaml an example",
            ExitCodes.Usage),
        new(
            "MIG-DEVICE-002",
            "a file is no dump of device descriptions",
            "it is not what a QEMU binary writes with -dump-vmstate, or is cut short; a QEMU that fails leaves an empty file",
            "qemu-system-x86_64 -M MACHINE -nodefaults -display none -dump-vmstate FILE",
            ExitCodes.Usage),
        new(
            "MIG-ENV-001",
            "the named release is not in the lab",
            "qemu-RELEASE means a QEMU of the lab folder, and this release, which the lab could have, was never installed there",
            "migconf lab install RELEASE, or give the path of a binary",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-002",
            "the named program is not QEMU",
            "its answer to --version does not begin as QEMU's does, or did not end within 10 seconds",
            "name a qemu-system-x86_64",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-003",
            "the named program cannot be started",
            "it is a folder, not executable, or for another machine",
            "check the path, or use qemu-RELEASE",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-005",
            "no Debian mirror is configured",
            "the lab unpacks from the mirror the machine itself uses, and apt's sources name none",
            "name a binary by its path instead",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-006",
            "mmdebstrap failed",
            "unpacking the release did not end well; the message holds the end of its log",
            "mend what the log says and install again",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-007",
            "mmdebstrap is not installed",
            "the lab unpacks Debian packages with it",
            "apt-get install mmdebstrap",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-008",
            "a QEMU did not answer after its start",
            "its QMP socket gave no greeting in time: it hangs, or the machine is overloaded",
            "look at what the message quotes of its output; run again on a quieter machine",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-009",
            "a QEMU exited at its start",
            "it refused its options or lacks a file; the message quotes its output",
            "run the command line that the message names by hand",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-010",
            "KVM cannot be used",
            "/dev/kvm is missing, or the user may not open it",
            "leave --accel out, or join the group kvm",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-012",
            "a process does not answer because someone stopped it",
            "a SIGSTOP, a debugger, or job control holds a QEMU; no verdict follows",
            "kill -CONT PID, and run again",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-013",
            "a process was ended from outside by SIGKILL",
            "the out-of-memory killer, or someone's kill -9; no verdict follows",
            "look into the kernel's log for the out-of-memory killer; run again",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-014",
            "no private folder can be made",
            "sockets need a folder that can be written and whose path is short",
            "set TMPDIR to a writable folder with a short path",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-015",
            "a release in the lab is damaged",
            "a file the release needs is missing from its folder",
            "migconf lab install RELEASE",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-017",
            "a file cannot be read or written",
            "it is a folder, may not be used, or the disk is full",
            "check the path, its permissions, and the space left",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-018",
            "a QEMU ended when it was asked something",
            "a command made the process exit or crash; the message quotes it and the exit code",
            "run the command line by hand and send the command; no command may end the process",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-019",
            "a QEMU does not answer",
            "its main loop hangs, or the machine is very busy",
            "try again; if it stays so, see where the process stands (gdb -p)",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-020",
            "a QEMU refuses a command that a stream is taken or given with",
            "a capability it does not have, or options that exclude migration; the message quotes its answer",
            "mend the options or capabilities",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-021",
            "a hop did not end in time",
            "a QEMU or the reference waits for ever, or the machine is very busy; the message says at which phase",
            "run it again on a quieter machine, or raise --patience",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-022",
            "a library of the machine is missing",
            "pages that a multifd channel packs with zstd are unpacked by the machine's own libzstd, and it is not there or too old",
            "install it (libzstd1 on Debian, libzstd elsewhere), or name its file in MIGCONF_LIBZSTD",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-023",
            "the test port of a QEMU does not do what a guest would",
            "a scenario with failover: true acts for the guest through -qtest; the message quotes the answer, or names what the device lacks",
            "look at what the process said, and whether it has virtio-net-pci and pcie-root-port",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-024",
            "the machine of a scenario cannot be set up",
            "what belongs to it and can only be asked for (disk-job: true: a backup job) is refused; the message quotes the answer",
            "run the command by hand on this QEMU and see what it lacks",
            ExitCodes.Inconclusive),
        new(
            "MIG-ENV-025",
            "the monitor offers no out-of-band commands",
            "a scenario has a step out-of-band, and the capability oob is not in the greeting of the monitor (QEMU offers it from 2.12 on)",
            "send the command in band, or leave the scenario out",
            ExitCodes.Inconclusive),
        new(
            "MIG-INT-001",
            "the tool itself failed",
            "a defect of migconf; no verdict follows from the run",
            "report it with the message and the command line",
            ExitCodes.InternalError),
        new(
            "MIG-QMP-001",
            "a process speaks something other than QMP",
            "what is behind the socket is no monitor, or not in QMP mode; the message quotes it",
            "name a qemu-system binary, or a wrapper that passes its arguments on",
            ExitCodes.Inconclusive),
        new(
            "MIG-QMP-002",
            "a process ended its QMP connection and runs on",
            "the monitor was closed, maybe in the middle of a message",
            "see what closes the monitor",
            ExitCodes.Inconclusive),
        new(
            "MIG-RECORDING-001",
            "a recording does not follow its own scenario",
            "a step is missing, came before what it waits for was seen, or is not of the scenario: the file was changed, or cut short",
            "make the recording again with check --record",
            ExitCodes.Inconclusive),
        new(
            "MIG-SCENARIO-001",
            "a scenario or recording is wrong at a place",
            "an unknown key, a missing one, or a value that is not allowed; or nothing has that name",
            "mend the line the message names; migconf schema scenario and migconf schema recording print the formats",
            ExitCodes.Usage),
        new(
            "MIG-SCHEDULE-001",
            "a schedule does not fit",
            "the file is no schedule, or was written for another scenario, release, deviation or version of the tool",
            "replay it with the command that explore printed, or explore again",
            ExitCodes.Usage),
        .. FailureCatalogue.All.Select(one => new CatalogueEntry(one.Id, one.Sentence, one.Cause, one.Remedy, ExitCodes.Nonconforming)),
        new(
            "MIG-USAGE-001",
            "the command line is not understood",
            "an unknown command or option, or a value of the wrong kind",
            "migconf --help lists the commands, migconf COMMAND --help their options",
            ExitCodes.Usage),
        new(
            "MIG-USAGE-002",
            "nothing has the id that is to be explained",
            "explain knows error ids, laws and known deviations",
            "migconf explain lists them",
            ExitCodes.Usage),
        new(
            "MIG-USAGE-003",
            "no device has the name",
            "a device is named as migconf device list does, or by the path of a history file",
            "migconf device list",
            ExitCodes.Usage),
        new(
            "MIG-USAGE-004",
            "a file, folder or program that is named is not there",
            "the path is wrong, or belongs to another working folder",
            "check the path",
            ExitCodes.Usage),
        new(
            "MIG-USAGE-005",
            "a release that is named is not known",
            "the lab and the reference know a few releases only, and the name is not one of them",
            "name one of those the message lists, or give the path of a binary",
            ExitCodes.Usage),
        new(
            "MIG-USAGE-006",
            "the two named implementations make no pair",
            "a QEMU and a reference cannot migrate to each other",
            "name two QEMUs, or two references",
            ExitCodes.Usage),
        new(
            "MIG-USAGE-007",
            "a file that is to be written cannot be",
            "it is a folder, a part of its path is a file, or it may not be written; nothing was done yet",
            "name a file in a folder that you may write to",
            ExitCodes.Usage),
        new(
            "MIG-VMM-001",
            "remark: a QEMU ended by a signal or with an exit code",
            "the engine crashed or gave up; the remark holds its last words",
            "run the replay line; take a core dump of the process",
            ExitCodes.Nonconforming),
        new(
            "MIG-VMM-002",
            "remark: the main loop hangs, and the monitor answers out of band",
            "the big lock is held, or the main loop waits for something",
            "run the replay line, and take a stack trace of the main loop",
            ExitCodes.Nonconforming),
        new(
            "MIG-VMM-003",
            "remark: the monitor is dead",
            "nothing answers out of band either: the whole process hangs",
            "run the replay line, and take stack traces of all threads",
            ExitCodes.Nonconforming),
        new(
            "MIG-VMM-004",
            "remark: a command is not answered, and nothing can tell why",
            "the monitor does not offer out-of-band commands",
            "run the replay line, and take stack traces of all threads",
            ExitCodes.Nonconforming),
        new(
            "MIG-WIRE-001",
            "a side of a migration was silent for too long",
            "the guest's link is very slow, the other side waits for something, or it was stopped",
            "see what the other side waits for (query-migrate), or raise --patience",
            ExitCodes.Inconclusive),
        new(
            "MIG-WIRE-002",
            "a connection of a migration broke",
            "the other side gave up, was ended, or the link was cut",
            "the other side's own log says why",
            ExitCodes.Inconclusive),
        new(
            "MIG-WIRE-003",
            "an address cannot be listened on or connected to",
            "it is taken, nobody listens there yet, or it is of another machine",
            "choose another address; start the destination first",
            ExitCodes.Inconclusive),
        new(
            "MIG-WIRE-004",
            "the guest has more memory than is kept",
            "the reference keeps all memory of the guest, at most --most-memory and 2 GiB a block",
            "raise --most-memory, or give the guest less memory",
            ExitCodes.Inconclusive),
        new(
            "MIG-WIRE-005",
            "a connection came that no migration as it was announced has",
            "multifd channels beyond --channels, a second connection, or something else than a migration",
            "set multifd-channels and --channels alike; let nothing else connect",
            ExitCodes.Nonconforming),
        new(
            "MIG-WIRE-006",
            "multifd channels and main stream are out of step",
            "a SYNC packet or a flush mark is missing, or channels are: the two sides were told different numbers, or close rounds by different rules",
            "set multifd-channels and the machine type alike on both sides",
            ExitCodes.Nonconforming),
        new(
            "MIG-WIRE-007",
            "a machine cannot be kept or sent on",
            "part of it is not in the stream, or means something only to the device it belongs to; the message names it",
            "leave out what the message names, or receive without --forward",
            ExitCodes.Nonconforming),
        new(
            "MIG-WIRE-008",
            "the destination refused the machine",
            "its machine type, devices or capabilities differ from the source's, or it is too old for them",
            "the destination's own log says what it did not like",
            ExitCodes.Nonconforming),
        new(
            "MIG-WIRE-009",
            "what arrived is not complete",
            "pages never came, were called stale and did not come again, or the memory's section was not ended",
            "a defect of the source: run it again with --json, and report the source",
            ExitCodes.Nonconforming),
    ];

    public static CatalogueEntry? Find(string id) =>
        All.FirstOrDefault(entry => entry.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}
