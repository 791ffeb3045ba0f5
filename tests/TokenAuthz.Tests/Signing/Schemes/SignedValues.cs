using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Tokens;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Signing.Presets;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <summary>The values that a genuine token signs in a request: each part and field of its message, and each field that decides.</summary>
internal static class SignedValues
{
    private static readonly string[] Deciding = ["issued", "expires", "not_before", "acl", "prefix", "address"];

    public static ImmutableSortedDictionary<string, string> Of(Scheme scheme, WireRequest request, KeyRing ring, DateTimeOffset now)
    {
        var trace = new RequestValues.FieldsTrace();
        _ = scheme.Verify(ref request, ring, now, trace);
        var parts = request.Parts.ToDictionary(part => part.Key, part => Encoding.Latin1.GetString(part.Value));
        var target = parts["target"];
        var path = trace.Fields.GetValueOrDefault("path", target.Split('?')[0]);
        var query = target.Contains('?', StringComparison.Ordinal) ? target.Split('?', 2)[1] : "";
        var parameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries);
        var others = query.Split('&').Where(parameter => !IsToken(scheme, parameter)).ToList();
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (isField, name) in TemplateText.Split(scheme.Definition.Message))
        {
            if (!isField) continue;
            values[name] = name switch
            {
                "method" or "host" or "body" => parts[name],
                "path" => path,
                "uri" => Decoded(path),
                "directory" => Decoded(path[..(path.LastIndexOf('/') + 1)]),
                "query" or "target" or "signed_target" => $"{path}?{string.Join('&', others)}",
                "signed_url" => $"{parts["host"]}{path}?{string.Join('&', others)}",
                "sorted_query" => string.Join(
                    '&',
                    parameters.Select(parameter => Decoded(parameter.Replace('+', ' ')).TrimEnd('=')).Order(StringComparer.Ordinal)),
                "other_parameters" =>
                    string.Join(
                        '&',
                        parameters.Intersect(others).Select(parameter => Decoded(parameter).TrimEnd('=')).Order(StringComparer.Ordinal)),
                _ => trace.Fields.GetValueOrDefault(name, ""),
            };
            if (name is "query") values[name] = string.Join('&', others);
        }

        foreach (var name in Deciding) values[name] = trace.Fields.GetValueOrDefault(name, "");
        return values.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    private static string Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return PercentEncoding.TryDecode(Encoding.Latin1.GetBytes(text), bytes, out var length)
            ? Encoding.Latin1.GetString(bytes[..length])
            : text;
    }

    // The parameters that only carry the token: its fields are compared by name.
    private static bool IsToken(Scheme scheme, string parameter) =>
        scheme.Definition.Token.SelectMany(part => part.Split(" | ")).Any(place => place.StartsWith("query:", StringComparison.Ordinal)
            && parameter.StartsWith(place["query:".Length..(place.IndexOf('=', StringComparison.Ordinal) + 1)], StringComparison.Ordinal));
}
