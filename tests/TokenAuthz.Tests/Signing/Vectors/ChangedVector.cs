using System.Text.RegularExpressions;

namespace TokenAuthz.Tests.Signing.Vectors;

/// <summary>A vector with one part changed.</summary>
/// <param name="Change">The change.</param>
/// <param name="Vector">The vector with it.</param>
internal sealed partial record ChangedVector(string Change, Vector Vector)
{
    private const StringComparison IgnoreCase = StringComparison.OrdinalIgnoreCase;

    /// <summary>Changes each part that the signature covers, then the signature and the key's id.</summary>
    public static IEnumerable<ChangedVector> Of(Vector vector, SignedParts signed)
    {
        var parts = signed.Parts;
        return
        [
            .. parts.HasFlag(RequestParts.Method)
                ? [new("another method", vector with { Method = vector.Method == "GET" ? "POST" : "GET" })]
                : (ChangedVector[])[],
            .. parts.HasFlag(RequestParts.Host) ? Hosts(vector) : [],
            .. parts.HasFlag(RequestParts.Path) ? Paths(vector) : [],
            .. parts.HasFlag(RequestParts.Query) ? Queries(vector) : [],
            .. parts.HasFlag(RequestParts.Body) ? Bodies(vector) : [],
            .. signed.Headers.Where(name => name != "host" && vector.Header(name) is not null).SelectMany(name => Lines(vector, name)),
            .. Signatures(vector),
        ];
    }

    private static IEnumerable<ChangedVector> Hosts(Vector vector)
    {
        var host = $"x{vector.Host}";
        yield return new("another host", vector with
        {
            Headers = [.. vector.Headers.Where(line => !line.Key.Equals("host", IgnoreCase)), new("host", host)],
        });
    }

    private static IEnumerable<ChangedVector> Paths(Vector vector)
    {
        var (path, query) = Target(vector);
        yield return new("a longer path", vector.To($"{path}x{query}"));
        // Dot segments take a part of the path out before it is signed, where the path is normalized.
        if (path.Contains("/.", StringComparison.Ordinal)) yield break;
        yield return new("a path that begins anew", vector.To($"/x{path}{query}"));
        var upper = path.ToUpperInvariant();
        if (upper != path) yield return new("a path in another case", vector.To($"{upper}{query}"));
    }

    private static IEnumerable<ChangedVector> Queries(Vector vector)
    {
        var (path, query) = Target(vector);
        yield return new("another parameter", vector.To($"{path}{query}{(query.Length == 0 ? '?' : '&')}zz=1"));
        if (query.Length < 2) yield break;
        var parameters = query[1..].Split('&');
        foreach (var (index, parameter) in parameters.Index().Where(entry => SignedParts.Includes(vector, entry.Item)))
        {
            yield return new($"no {parameter}", vector.To(With([.. parameters[..index], .. parameters[(index + 1)..]])));
            yield return new(
                $"a longer {parameter}", vector.To(With([.. parameters[..index], $"{parameter}x", .. parameters[(index + 1)..]])));
        }

        string With(string[] changed) => changed.Length == 0 ? path : $"{path}?{string.Join('&', changed)}";
    }

    private static IEnumerable<ChangedVector> Bodies(Vector vector)
    {
        yield return new("a longer body", vector with { Body = $"{vector.Body}x" });
        if (vector.Body is { Length: > 0 } body) yield return new("a shorter body", vector with { Body = body[..^1] });
    }

    private static IEnumerable<ChangedVector> Lines(Vector vector, string name)
    {
        var index = vector.Headers.Index().First(line => line.Item.Key.Equals(name, IgnoreCase)).Index;
        var line = vector.Headers[index];
        yield return new($"another {name}", vector with { Headers = vector.Headers.SetItem(index, new(line.Key, $"{line.Value}x")) });
        yield return new($"no {name}", vector with { Headers = vector.Headers.RemoveAt(index) });
    }

    // Other characters of the signature's own alphabet, at its begin, in its middle and before its last bits, some of which mean nothing.
    private static IEnumerable<ChangedVector> Signatures(Vector vector)
    {
        var signatures = SignaturesOf(vector);
        foreach (var (place, at) in new (string, Func<int, int>)[] { ("begin", _ => 0), ("middle", n => n / 2), ("end", n => n - 8) })
        {
            // Of several signatures each is changed, because one match is enough.
            yield return new($"another signature, changed at its {place}", vector with
            {
                Url = signatures.Aggregate(vector.Url, Forged),
                Body = vector.Body is { } body ? signatures.Aggregate(body, Forged) : null,
                Headers = [.. vector.Headers.Select(line => KeyValuePair.Create(line.Key, signatures.Aggregate(line.Value, Forged)))],
            });

            string Forged(string text, string signature) =>
                text.Replace(signature, Forge(signature, at(signature.Length)), StringComparison.Ordinal);
        }
    }

    private static string Forge(string signature, int at)
    {
        var other = signature.FirstOrDefault(c => char.IsAsciiLetterOrDigit(c) && c != signature[at], '1');
        return $"{signature[..at]}{other}{signature[(at + 1)..]}";
    }

    // As they stand in the request: raw, escaped, or within the text that they were read from.
    private static string[] SignaturesOf(Vector vector)
    {
        var trace = new VectorTrace();
        _ = VectorVerdict.Of(vector, trace);
        var headers = string.Join(' ', vector.Headers.Select(line => line.Value));
        var request = $"{vector.Url} {headers} {vector.Body}";
        var texts = trace.Signatures.SelectMany(text => new[] { text, Uri.EscapeDataString(text) });
        if (vector.IsWebhook)
        {
            string[] found = [.. LongTextsOf(string.Join(' ', texts)).Where(text => request.Contains(text, StringComparison.Ordinal))];
            return found.Length > 0 ? found : [LongTextsOf(headers).MaxBy(text => text.Length)!];
        }

        return
        [
            texts.FirstOrDefault(text => text.Length > 15 && request.Contains(text, StringComparison.Ordinal))
                ?? vector.Header("authorization")![^60..],
        ];
    }

    private static IEnumerable<string> LongTextsOf(string text) => LongText().Matches(text).Select(match => match.Value).Distinct();

    [GeneratedRegex("[A-Za-z0-9+/_-]{16,}={0,2}")]
    private static partial Regex LongText();

    private static (string Path, string Query) Target(Vector vector)
    {
        var path = vector.Target.Split('?')[0];
        return (path, vector.Target[path.Length..]);
    }
}
