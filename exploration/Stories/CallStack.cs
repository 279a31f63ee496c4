using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Exploration.Stories;

/// <summary>Where the running thread is in the program under test, innermost first: what is on the machine's stack, then the
/// methods that wait for it.</summary>
internal static partial class CallStack
{
    internal static IReadOnlyList<string> Of(ControlledThread thread)
    {
        List<(Type Method, string Text)> calls = [];
        foreach (var frame in new StackTrace(fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod() is not { DeclaringType: { } type } method)
            {
                continue;
            }

            if (type == typeof(World))
            {
                break;
            }

            if (type.Assembly != typeof(World).Assembly && type.Assembly != typeof(object).Assembly)
            {
                var place = frame.GetFileName() is { } file ? $" in {Path.GetFileName(file)}:{frame.GetFileLineNumber()}" : "";
                var isRoutine = method.Name == "MoveNext";
                if (isRoutine || !calls.Exists(call => Name(call.Method) == Name(type, method.Name)))
                {
                    calls.Add((isRoutine ? type : typeof(void), (isRoutine ? Name(type) : Name(type, method.Name)) + place));
                }
            }
        }

        var waiting = thread.Waiting.ToList();
        var known = waiting.FindLastIndex(method => calls.Exists(call => call.Method == method));
        return [.. calls.Select(call => call.Text), .. waiting.Skip(known + 1).Select(Name)];
    }

    /// <summary>The method a state machine was made of.</summary>
    private static string Name(Type machine)
    {
        var owner = machine;
        while (owner.DeclaringType is { } outer && (owner == machine || owner.Name.StartsWith('<')))
        {
            owner = outer;
        }

        var lambda = Lambda().Match(machine.Name);
        return lambda.Success
            ? $"{owner.Name}.{lambda.Groups[1].Value} (local)"
            : $"{owner.Name}.{Plain().Match(machine.Name).Groups[1].Value}";
    }

    private static string Name(Type type, string method)
    {
        var owner = type;
        while (owner.Name.StartsWith('<') && owner.DeclaringType is { } outer)
        {
            owner = outer;
        }

        var local = Plain().Match(method);
        return local.Success ? $"{owner.Name}.{local.Groups[1].Value} (local)" : $"{owner.Name}.{method}";
    }

    [GeneratedRegex("^<<(\\w+)>")]
    private static partial Regex Lambda();

    [GeneratedRegex("^<(\\w+)>")]
    private static partial Regex Plain();
}
