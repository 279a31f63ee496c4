using System.Text;

namespace Migconf.ReferenceEngine.Vocabulary;

/// <summary>C# names to QMP names: <c>PreSwitchover</c> is <c>pre-switchover</c>.</summary>
public static class Kebab
{
    public static string From(string pascal)
    {
        var text = new StringBuilder(pascal.Length + 4);
        foreach (var letter in pascal)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
