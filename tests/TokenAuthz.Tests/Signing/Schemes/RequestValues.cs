using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Tokens;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Signing.Presets;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <summary>
/// A request as values that a test can change one by one: <c>method</c>, <c>host</c>, <c>path</c>, <c>query</c>, <c>body</c> and the
/// fields of its token.
/// </summary>
internal sealed record RequestValues(
    SchemeDefinition Scheme,
    ClientAddress Address,
    ImmutableDictionary<string, string> Headers, ImmutableDictionary<string, string> Values)
{
    /// <summary>
    /// Whether the token of a scheme has all of its parts in each request, and in one form, so that it can be written from its fields
    /// alone.
    /// </summary>
    public static bool CanWrite(SchemeDefinition scheme) =>
        scheme.Forms.IsEmpty
        && !scheme.Covers.Contains("digest?")
        && !scheme.Items.Any(item => item.StartsWith("body", StringComparison.Ordinal))
        && !scheme.Token.Any(part => part.Contains("?=", StringComparison.Ordinal));

    public static RequestValues Of(Scheme scheme, UnsignedRequest request, WireRequest signed, KeyRing ring, DateTimeOffset now)
    {
        var trace = new FieldsTrace();
        _ = scheme.Verify(ref signed, ring, now, trace);
        var (path, query) =
            (request.Target.Split('?')[0], request.Target.Contains('?', StringComparison.Ordinal) ? request.Target.Split('?', 2)[1] : "");
        var values = new Dictionary<string, string>
        {
            ["method"] = request.Method,
            ["host"] = request.Host,
            ["path"] = path,
            ["query"] = query,
            ["body"] = Encoding.Latin1.GetString(request.Body.Span),
        };
        foreach (var (name, value) in trace.Fields) values[name] = value;
        return new(scheme.Definition, request.ClientAddress, request.Headers, values.ToImmutableDictionary());
    }

    public RequestValues With(string name, string value) => this with { Values = Values.SetItem(name, value) };

    public WireRequest Write()
    {
        var (path, query, headers, cookies) =
            (Values["path"], Values["query"], new List<KeyValuePair<string, string>>(), new List<string>());
        var parts = Scheme.Token.Select(part => part.Split([" || ", " | "], StringSplitOptions.None)[0]);
        foreach (var part in parts.OrderBy(part => part.Contains("{sig", StringComparison.Ordinal)))
        {
            var (place, rest) =
                (part[..part.IndexOf(':', StringComparison.Ordinal)], part[(part.IndexOf(':', StringComparison.Ordinal) + 1)..]);
            var text = string.Concat(TemplateText.Split(rest).Select(piece => piece.IsField ? ValueOf(piece.Text) : piece.Text));
            if (place == "path") path = text;
            else if (place == "query") query += (query.Length == 0 ? "" : "&") + text;
            else if (place == "cookie") cookies.Add(text);
            else headers.Add(
                KeyValuePair.Create(
                    text[..text.IndexOf('=', StringComparison.Ordinal)].TrimEnd('+'),
                    text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        }

        if (cookies.Count > 0) headers.Add(KeyValuePair.Create("cookie", string.Join("; ", cookies)));
        var request = new UnsignedRequest
        {
            Method = Values["method"],
            Target = "/",
            Headers = Headers,
            ClientAddress = Address,
            Body = Encoding.Latin1.GetBytes(Values["body"]),
        };
        return WireRequest.Of(request, new("https", Values["host"], query.Length == 0 ? path : $"{path}?{query}", [.. headers]));
    }

    private string ValueOf(string field) => Values.GetValueOrDefault(TemplateText.FieldOf(field.TrimEnd('?')).Name, "");

    /// <summary>Remembers each field that a check reads, and the message.</summary>
    internal sealed class FieldsTrace : IVerifyTrace
    {
        public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

        public string Signed { get; private set; } = "";

        public void Field(string name, ReadOnlySpan<byte> value) => Fields[name] = Encoding.Latin1.GetString(value);

        public void Message(string keyId, ReadOnlySpan<byte> message, bool isMatch)
        {
            if (isMatch) Signed = Encoding.Latin1.GetString(message);
        }


    }
}
