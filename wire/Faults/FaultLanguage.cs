using System.Globalization;

namespace Migconf.Wire.Faults;

/// <summary>The language of faults: <c>ACTION[=MILLISECONDS]@PLACE:MESSAGE[:WHICH][#N]</c> or
/// <c>ACTION@PLACE:byte:OFFSET</c>.</summary>
public static class FaultLanguage
{
    /// <summary>How long a hold lasts that names no time.</summary>
    private const int UsualHold = 1000;

    private const string Form = "ACTION[=MS]@PLACE:MESSAGE[:WHICH][#N] or ACTION@PLACE:byte:OFFSET";

    /// <summary>Names of the actions.</summary>
    public static IReadOnlyDictionary<string, FaultAction> Actions { get; } =
        Enum.GetValues<FaultAction>().ToDictionary(action => Dashed($"{action}"), StringComparer.Ordinal);

    /// <summary>Names of the places.</summary>
    public static IReadOnlyDictionary<string, FaultPlace> Places { get; } =
        Enum.GetValues<FaultPlace>().ToDictionary(place => Dashed($"{place}"), StringComparer.Ordinal);

    /// <summary>One line of help.</summary>
    public static string Help =>
        $"{Form}; actions: {string.Join(", ", Actions.Keys)}; MS is the time of a hold in milliseconds, {UsualHold} when left out; places: {string.Join(", ", Places.Keys)}; "
        + $"messages of in, in-channel, out and out-channel: {string.Join(", ", MessageNames.Forward)}; of in-return and out-return: {string.Join(", ", MessageNames.Back)}; "
        + "WHICH is the name of a section or a block, or the number of a ping or a channel; #N is the Nth message that matches, the first when left out; OFFSET is a byte of the connection, from 0; may be repeated; such as close@in:page#100, hold=500@in:eof, flip@out:body:timer, error@in:ping, truncate@in-return:shut, flip@in:byte:4000";

    /// <summary>Reads a fault.</summary>
    /// <exception cref="FormatException">It means nothing; the message says which part.</exception>
    public static Fault Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var colon = at < 0 ? -1 : text.IndexOf(':', at);
        if (colon < 0)
        {
            throw new FormatException($"the fault '{text}' is not of the form {Form}");
        }

        var (action, milliseconds) = Action(text, text[..at]);
        var place = Named(Places, text[(at + 1)..colon], text, "place");
        var fault = Where(new Fault(text, action, place) { Time = TimeSpan.FromMilliseconds(milliseconds) }, text[(colon + 1)..]);
        fault = action == FaultAction.Hold ? fault with { Text = $"hold={milliseconds}{text[at..]}" } : fault;
        return Why(fault) is { } wrong ? throw new FormatException($"the fault '{text}' cannot be: {wrong}") : fault;
    }

    private static (FaultAction Action, int Milliseconds) Action(string text, string words)
    {
        var parts = words.Split('=', 2);
        var action = Named(Actions, parts[0], text, "action");
        if (parts.Length == 1)
        {
            return (action, UsualHold);
        }

        if (action != FaultAction.Hold)
        {
            throw new FormatException($"the fault '{text}': only hold takes a number; write {parts[0]}{text[text.IndexOf('@', StringComparison.Ordinal)..]}");
        }

        return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            ? (action, time)
            : throw new FormatException($"the fault '{text}': '{parts[1]}' is no number of milliseconds; write hold=500, or hold alone for {UsualHold}");
    }

    private static Fault Where(Fault fault, string words)
    {
        if (words.StartsWith("byte:", StringComparison.Ordinal))
        {
            return long.TryParse(words[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
                ? fault with { Byte = offset }
                : throw new FormatException($"the fault '{fault.Text}': '{words[5..]}' is no offset of a byte");
        }

        var hash = words.LastIndexOf('#');
        var count = 1;
        if (hash >= 0 && (!int.TryParse(words[(hash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out count) || count == 0))
        {
            throw new FormatException($"the fault '{fault.Text}': '{words[(hash + 1)..]}' is no number of a message, which begin at 1");
        }

        var parts = (hash < 0 ? words : words[..hash]).Split(':', 2);
        return MessageNames.Kinds.Contains(parts[0])
            ? fault with { Message = parts[0], Detail = parts.Length > 1 ? parts[1] : "", Count = count }
            : throw new FormatException($"the fault '{fault.Text}': no message is called '{parts[0]}'; there are {string.Join(", ", MessagesOf(fault.Place))}");
    }

    /// <summary>Why a fault makes no sense; null when it does.</summary>
    private static string? Why(Fault fault) => fault.Action switch
    {
        _ when fault.Byte is null && !MessagesOf(fault.Place).Contains(fault.Message) =>
            $"'{fault.Message}' does not travel there; there are {string.Join(", ", MessagesOf(fault.Place))}",
        FaultAction.Truncate or FaultAction.Drop when !fault.IsSent => "only what this side sends (in-return, out, out-channel) can be cut or dropped",
        FaultAction.Truncate or FaultAction.Drop when fault.Byte is not null => "it needs a message, not a byte",
        FaultAction.Flip when fault is { IsSent: false, Byte: null } => "a message that is read can be changed only by its byte",
        FaultAction.Error when fault.Place is not (FaultPlace.In or FaultPlace.InChannel) => "only the source is told of errors, at a message of its own",
        _ => null,
    };

    private static IReadOnlyList<string> MessagesOf(FaultPlace place) =>
        place is FaultPlace.InReturn or FaultPlace.OutReturn ? MessageNames.Back : MessageNames.Forward;

    private static T Named<T>(IReadOnlyDictionary<string, T> all, string name, string text, string what) => all.TryGetValue(name, out var one)
        ? one
        : throw new FormatException($"the fault '{text}': '{name}' is no {what}; there are {string.Join(", ", all.Keys)}");

    private static string Dashed(string name) =>
        string.Concat(name.Select((letter, index) => char.IsUpper(letter) && index > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
