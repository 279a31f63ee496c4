using Migconf.Compatibility.Damage;
using Migconf.Compatibility.Pages;
using Migconf.Implementations.Qemu;
using Migconf.Streams.Descriptions;
using Migconf.Streams.Failures;
using Migconf.Tests.Streams;
using Xunit;
using DamageKind = Migconf.Compatibility.Damage.DamageKind;

namespace Migconf.Tests.Compatibility;

/// <summary>Damage is decided by its seed, and two verdicts on it are told apart.</summary>
public sealed class DamageAgreementTests
{
    private static readonly byte[] Sound = StreamSamples.Read("precopy-11.1.mig");

    [Fact]
    public void A_seed_makes_the_same_damage_again_and_another_seed_makes_other()
    {
        var (one, same, other) = (new DamageMaker(Sound, 1), new DamageMaker(Sound, 1), new DamageMaker(Sound, 2));
        Assert.All(Enumerable.Range(0, 20), at => Assert.Equal(one.Make(at).Bytes, same.Make(at).Bytes));
        Assert.Contains(Enumerable.Range(0, 20), at => one.Make(at).What != other.Make(at).What);
    }

    [Fact]
    public void All_kinds_of_damage_occur_and_each_changes_the_stream()
    {
        var maker = new DamageMaker(Sound, 3);
        var made = Enumerable.Range(0, 200).Select(maker.Make).ToList();
        Assert.All(made, one => Assert.NotEqual(Sound, one.Bytes));
        Assert.Equal(Enum.GetValues<DamageKind>().Order(), made.Select(one => one.Kind).Distinct().Order());
    }

    [Fact]
    public void The_reader_takes_the_sound_stream_and_names_what_is_wrong_with_a_damaged_one()
    {
        var description = DescriptionFinder.Find(new MemoryStream(Sound), 1 << 26);
        Assert.Null(DamageRun.Verdict(Sound, description, "11.1").Failure);
        Assert.Equal("MIG-STREAM-001", DamageRun.Verdict([0x52, .. Sound[1..]], description, "11.1").Failure?.Id);
    }

    [Theory]
    [InlineData(null, TransferEnd.Completed, "completed", Standing.BothAccept)]
    [InlineData("MIG-STREAM-024", TransferEnd.Refused, "Found a zero page with value 1", Standing.SameClass)]
    [InlineData("MIG-STREAM-021", TransferEnd.Refused, "Unknown combination of migration flags: 0x100", Standing.SameClass)]
    [InlineData("MIG-STREAM-013", TransferEnd.Refused, "Unknown ramblock \"\", cannot accept migration", Standing.SameClass)]
    [InlineData("MIG-STREAM-004", TransferEnd.Refused, "Found a zero page with value 1", Standing.OtherClass)]
    [InlineData("MIG-STREAM-018", TransferEnd.Completed, "completed", Standing.OnlyReader)]
    [InlineData(null, TransferEnd.Refused, "8 != 9", Standing.OnlyQemu)]
    [InlineData("MIG-STREAM-004", TransferEnd.Crashed, "ended by signal 11", Standing.QemuFell)]
    public void Two_verdicts_have_a_standing(string? read, TransferEnd end, string words, Standing standing) =>
        Assert.Equal(standing, Trial(read, end, words).Standing);

    [Fact]
    public void What_is_known_explains_a_disagreement_and_nothing_else_does()
    {
        Trial[] explained = [Trial("MIG-STREAM-018", TransferEnd.Completed, "completed"), Trial(null, TransferEnd.Refused, "8 != 9")];
        Trial[] others =
        [
            Trial(null, TransferEnd.Refused, "Found a zero page with value 1"), Trial("MIG-STREAM-024", TransferEnd.Completed, "completed"),
            Trial("MIG-STREAM-004", TransferEnd.Crashed, "ended by signal 11"),
        ];
        Assert.Empty(DamageText.Unexplained(explained));
        Assert.Equal(others, DamageText.Unexplained([.. explained, .. others]));
        var text = DamageText.Write(others, "qemu-11.1", "migconf stream agree --into 11.1 --seed 1");
        Assert.Contains("UNEXPLAINED", text, StringComparison.Ordinal);
        Assert.Contains("repeat: migconf stream agree --into 11.1 --seed 1 --first 7 --count 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_an_old_release_accepts_is_explained_for_that_release()
    {
        Assert.NotNull(Trial("MIG-STREAM-024", TransferEnd.Completed, "completed", "7.2").Explanation);
        Assert.Null(Trial("MIG-STREAM-024", TransferEnd.Completed, "completed", "10.0").Explanation);
    }

    [Fact]
    public void Known_crashes_of_QEMU_are_told_from_new_ones()
    {
        Assert.NotNull(Trial("MIG-STREAM-027", TransferEnd.Crashed, "ended by signal 6: fw_cfg_modify_bytes_read: Assertion").Explanation);
        Assert.Null(Trial("MIG-STREAM-027", TransferEnd.Crashed, "ended by signal 6: other: Assertion").Explanation);
    }

    private static Trial Trial(string? read, TransferEnd end, string words, string release = "11.1") =>
        new(new(7, DamageKind.Flip, "flip", Sound), read is null ? null : FailureCatalogue.Find(read), "ram", new(end, words), release);
}
