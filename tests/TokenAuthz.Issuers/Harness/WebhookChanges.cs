using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Harness;

/// <summary>A webhook, changed in one part each, of which some are no change to the signature.</summary>
internal static class WebhookChanges
{
    // The byte-order mark of UTF-8; a character is a byte.
    private const string ByteOrderMark = "\u00ef\u00bb\u00bf";

    /// <summary>The changes.</summary>
    public static IEnumerable<(string Change, IssuedRequest Request)> Of(IssuedRequest request, WebhookLibrary library, RandomInput input)
    {
        var body = request.Body;
        var place = input.Next(body.Length);
        yield return ("another byte in the body", request with { Body = $"{body[..place]}{(char)(body[place] ^ 1)}{body[(place + 1)..]}" });
        yield return ("a shorter body", request with { Body = body[..^1] });
        yield return ("a line feed behind the body", request with { Body = body + "\n" });
        yield return ("CRLF behind the body", request with { Body = body + "\r\n" });
        yield return ("a byte-order mark", request with { Body = ByteOrderMark + body });
        yield return ("no body", request with { Body = "" });
        foreach (var name in library.Headers)
        {
            yield return ($"no {name}", request with { Headers = [.. request.Headers.Where(header => header.Key != name)] });
            yield return ($"a longer {name}", request.WithHeader(name, value => $"{value}x"));
            yield return ($"another digit in {name}", request.WithHeader(name, value => WithOtherDigit(value, input)));
        }

        if (!library.SignsUrl) yield break;
        foreach (var change in Changes.Of(request, RequestParts.Path | RequestParts.Query | RequestParts.Host, [])) yield return change;
    }

    private static string WithOtherDigit(string text, RandomInput input)
    {
        int[] digits = [.. Enumerable.Range(0, text.Length).Where(i => char.IsAsciiDigit(text[i]))];
        return digits.Length == 0 ? text : Changes.At(text, digits[input.Next(digits.Length)]);
    }
}
