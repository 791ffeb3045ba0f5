using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Harness;

/// <summary>A signed request, changed in one part each.</summary>
internal static class Changes
{
    /// <summary>The changes of the parts that a signature covers.</summary>
    public static IEnumerable<(string Change, IssuedRequest Request)> Of(IssuedRequest request, RequestParts signed, string[] headers)
    {
        if (signed.HasFlag(RequestParts.Path)) foreach (var change in Paths(request)) yield return change;
        if (signed.HasFlag(RequestParts.Query)) foreach (var change in Queries(request)) yield return change;
        if (signed.HasFlag(RequestParts.Method)) yield return ("another method", request with { Method = Other(request.Method) });
        if (signed.HasFlag(RequestParts.Host)) yield return ("another host", request with { Host = $"x{request.Host}" });
        if (signed.HasFlag(RequestParts.Body)) yield return ("a longer body", request with { Body = $"{request.Body}x" });
        foreach (var name in headers.Where(name => request.Header(name) is not null))
            yield return ($"another {name}", request.WithHeader(name, value => $"{value}x"));
    }

    /// <summary>A text with another letter or digit of the same kind at a place.</summary>
    public static string At(string text, int index) => $"{text[..index]}{Next(text[index])}{text[(index + 1)..]}";

    private static IEnumerable<(string Change, IssuedRequest Request)> Paths(IssuedRequest request)
    {
        var (path, query) = (request.Path, request.Target[request.Path.Length..]);
        yield return ("a longer path", request with { Target = $"{path}x{query}" });
        if (!path.Contains("/.", StringComparison.Ordinal))
            yield return ("a path that begins anew", request with { Target = $"/x{path}{query}" });
        if (char.IsAsciiLetterOrDigit(path[^1])) yield return ("another path", request with { Target = At(path, path.Length - 1) + query });
    }

    private static IEnumerable<(string Change, IssuedRequest Request)> Queries(IssuedRequest request)
    {
        yield return ("another parameter", request with { Target = $"{request.Target}{(request.Query is null ? '?' : '&')}zz=1" });
        if (request.Query is not { Length: > 0 } query) yield break;
        var parameters = query.Split('&');
        foreach (var (index, parameter) in parameters.Index())
        {
            yield return ($"no {parameter}", With([.. parameters[..index], .. parameters[(index + 1)..]]));
            yield return ($"a longer {parameter}", With([.. parameters[..index], $"{parameter}x", .. parameters[(index + 1)..]]));
        }

        IssuedRequest With(string[] changed) => request with { Target = $"{request.Path}?{string.Join('&', changed)}" };
    }

    private static string Other(string method) => method == "GET" ? "POST" : "GET";

    private static char Next(char c) => c switch { '9' => '0', 'z' => 'a', 'Z' => 'A', _ => (char)(c + 1) };
}
