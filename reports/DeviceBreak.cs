namespace Migconf.Reports;

/// <summary>A way in which the state of a device does not get from one release to another.</summary>
/// <param name="Id">The break class; <c>migconf explain ID</c> explains it.</param>
/// <param name="Sentence">What the class is.</param>
/// <param name="Ending"><c>refused</c>, <c>silently-wrong</c> or <c>unclear</c>.</param>
/// <param name="Field">The field, subsection or section that causes it.</param>
/// <param name="States">Which states of the source it takes; empty for every one.</param>
/// <param name="Reason">What happens there, with the offset.</param>
/// <param name="Shows">What the receiving release says.</param>
/// <param name="Recipe">What mends it.</param>
/// <param name="Write">The recipe as lines of the history file.</param>
/// <param name="IsHidden">It shows only once a refusal before it is mended.</param>
public sealed record DeviceBreak(
    string Id, string Sentence, string Ending, string Field, IReadOnlyList<string> States, string Reason, string Shows, string Recipe,
    IReadOnlyList<string> Write, bool IsHidden)
{
    public override string ToString() => $"{Id}: {Sentence} (field {Field}, {(States.Count == 0 ? "in every state" : $"when {string.Join(" and ", States)}")})";
}
