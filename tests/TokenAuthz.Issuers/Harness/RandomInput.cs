using System.Globalization;
using System.Text;

namespace TokenAuthz.Issuers.Harness;

/// <summary>What a client may ask for, at random from a seed.</summary>
internal sealed class RandomInput(int seed)
{
    // Texts that libraries have to escape, and write in different ways.
    private static readonly string[] Texts =
    [
        "a", "file", "Report", "2024", ".txt", " ", "+", "%", "&", "=", "?", "#", "'", "(", ")", "*", "!", "~", ":", "@", ",", ";", "$",
        "-", "_", ".", "é", "ß", "日本", "🎬", "\"", "<", ">", "[", "]", "{", "}", "|", "^", "`", "\\",
    ];

    // Parts of a path as clients send them: escapes of both cases, of letters that need none, of a slash; bare marks.
    private static readonly string[] PathTexts =
    [
        "a", "file", "Report", "2024", ".txt", "%20", "+", "%2B", "%2F", "%2f", "%c3%a9", "%E6%97%A5", "%41", "%7E", "~", "%25", "-",
        "_", ".", "!", "$", "&", "'", "(", ")", "*", ",", ";", "=", ":", "@",
    ];

    private static readonly string[] QueryTexts =
    [
        "a", "name", "Value", "1", "%20", "+", "%2B", "%2f", "%C3%A9", "%26", "%3D", "~", "-", "_", ".", "*", "!", "'", "(", ":", "/", ",",
    ];

    private readonly Random _random = new(seed);

    private string Word => OneOf("v", "Text", "a=b", "1", "\"q\"");

    public int Next(int exclusiveMaximum) => _random.Next(exclusiveMaximum);

    public bool Maybe => _random.Next(2) == 0;

    public T OneOf<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    /// <summary>A time of this century, whole seconds.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeSeconds(_random.NextInt64(1_000_000_000, 4_000_000_000));

    /// <summary>Decoded text of any characters, at least one.</summary>
    public string Text(params ReadOnlySpan<string> without)
    {
        var text = new StringBuilder();
        for (var i = _random.Next(1, 6); i > 0; i--)
        {
            var part = OneOf(Texts);
            if (!without.Contains(part)) text.Append(part);
        }

        return text.Append(_random.Next(100)).ToString();
    }

    /// <summary>Letters, digits and punctuation that a header's value may hold, with blanks inside.</summary>
    public string HeaderValue => string.Join(OneOf(" ", "  ", ", ", ";"), Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Word));

    /// <summary>A path as sent, with doubled slashes and dot segments if asked for.</summary>
    public string Path(bool hasDots = true, bool hasEmpty = true)
    {
        var path = new StringBuilder();
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            path.Append('/');
            if (_random.Next(8) == 0 && hasEmpty) continue;
            path.Append(_random.Next(8) == 0 ? OneOf(".", "..") : Of(PathTexts, 4));
        }

        var text = path.Append('/').Append(CultureInfo.InvariantCulture, $"x{_random.Next(100)}").ToString();
        return hasDots ? text : string.Join('/', text.Split('/').Select(segment => segment is "." or ".." ? "dots" : segment));
    }

    /// <summary>Parameters as sent, each with its separator, some repeated, empty or without a value; or none.</summary>
    public string Query(bool hasBare = true, bool hasRepeated = true)
    {
        var parameters = new List<string>();
        for (var i = _random.Next(5); i > 0; i--)
        {
            var isRepeated = hasRepeated && parameters.Count > 0 && _random.Next(3) == 0;
            var name = isRepeated ? parameters[0].Split('=')[0] : $"{Of(QueryTexts, 3)}{i}";
            parameters.Add(_random.Next(5) switch { 0 => $"{name}=", 1 when hasBare => name, _ => $"{name}={Of(QueryTexts, 3)}" });
        }

        return string.Join('&', parameters);
    }

    private string Of(string[] texts, int most) => string.Concat(Enumerable.Range(0, _random.Next(most) + 1).Select(_ => OneOf(texts)));
}
