using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Exploration.Stories;

/// <summary>Where something is in the program under test, innermost first.</summary>
internal static partial class CallStack
{
    /// <summary>Of the running thread: what is on the machine's stack, then the methods that wait for it.</summary>
    internal static IReadOnlyList<string> Of(ControlledThread thread)
    {
        var calls = Read(new StackTrace(fNeedFileInfo: true));
        var waiting = thread.Waiting.ToList();
        var known = waiting.FindLastIndex(method => calls.Exists(call => call.Method == method));
        return [.. calls.Select(call => call.Text), .. waiting.Skip(known + 1).Select(Name)];
    }

    /// <summary>Of what was thrown first.</summary>
    internal static IReadOnlyList<string> Of(Exception? error) => error is null
        ? []
        : [.. Read(new StackTrace(error is ThreadFailedException { InnerException: { } cause } ? cause : error, fNeedFileInfo: true))
            .Select(call => call.Text).Distinct()];

    /// <summary>What is not of this library or of .NET, up to the world that runs it.</summary>
    private static List<(Type Method, string Text)> Read(StackTrace stack)
    {
        List<(Type Method, string Text)> calls = [];
        foreach (var frame in stack.GetFrames())
        {
            if (frame.GetMethod() is not { DeclaringType: { } type } method)
            {
                continue;
            }

            if (type == typeof(World) && calls.Count > 0)
            {
                break;
            }

            var isRoutine = method.Name == "MoveNext";
            var name = isRoutine ? Name(type) : Name(type, method.Name);
            if (IsOfProgram(type) && (isRoutine || !calls.Exists(call => Name(call.Method) == name)))
            {
                var place = frame.GetFileName() is { } file ? $" in {Path.GetFileName(file)}:{frame.GetFileLineNumber()}" : "";
                calls.Add((isRoutine ? type : typeof(void), name + place));
            }
        }

        return calls;
    }

    private static bool IsOfProgram(Type type) =>
        type.Assembly != typeof(World).Assembly && !(type.Assembly.GetName().Name ?? "").StartsWith("System", StringComparison.Ordinal)
        && type.GetCustomAttribute<StackTraceHiddenAttribute>() is null;

    /// <summary>The method a state machine was made of.</summary>
    private static string Name(Type machine) => Name(machine.DeclaringType ?? machine, machine.Name);

    private static string Name(Type type, string method)
    {
        var owner = type;
        while (owner.Name.StartsWith('<') && owner.DeclaringType is { } outer)
        {
            owner = outer;
        }

        var local = LocalFunction().Match(method);
        var plain = Compiled().Match(method);
        return local.Success ? $"{owner.Name}.{local.Groups[1].Value}"
            : !plain.Success ? $"{owner.Name}.{method}"
            : $"{owner.Name}.{plain.Groups[2].Value}{(plain.Groups[1].Length > 1 || plain.Groups[3].Value == "b" ? " (local)" : "")}";
    }

    [GeneratedRegex(@"g__(\w+)\|")]
    private static partial Regex LocalFunction();

    [GeneratedRegex(@"^(<+)(\w+)\$?>(\w?)")]
    private static partial Regex Compiled();
}
