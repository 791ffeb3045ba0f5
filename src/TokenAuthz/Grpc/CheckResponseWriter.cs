using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Grpc.Core;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Handshakes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Grpc;

/// <summary>Writes a decision as Envoy's message, whose status alone decides; an empty message would allow.</summary>
internal static class CheckResponseWriter
{
    private const string Cookie = "cookie";

    // Made once for each answer of a policy, and only read afterwards.
    private static readonly ConditionalWeakTable<DenyResponse, CheckResponse> Denials = [];

    /// <summary>Writes the answer.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="http">The request that it is about; null when none could be read.</param>
    public static CheckResponse Write(in Decision decision, AttributeContext.Types.HttpRequest? http)
    {
        if (decision.Answer is { } answer) return Answer(answer);
        return decision.DenyResponse is { } denied ? Denials.GetValue(denied, Deny) : Allow(decision.UpstreamHeaders, http);
    }

    private static CheckResponse Allow(in UpstreamHeaders upstream, AttributeContext.Types.HttpRequest? http)
    {
        var ok = new OkHttpResponse();
        foreach (var header in upstream.Set) ok.Headers.Add(Header(header.Name, header.Value));
        ok.HeadersToRemove.AddRange(upstream.Removed);
        if (upstream.Removal is { } removal && http is not null) TakeOff(removal, http, ok);
        return new() { Status = new() { Code = (int)StatusCode.OK }, OkResponse = ok };
    }

    // Envoy's query_parameters_to_remove would sort the other parameters, and write `a` as `a=`.
    private static void TakeOff(TokenRemoval removal, AttributeContext.Types.HttpRequest http, OkHttpResponse ok)
    {
        var target = Encoding.UTF8.GetBytes(http.Path);
        var rest = new byte[target.Length];
        if (removal.TryTakeOffTarget(target, rest, out var length))
            ok.Headers.Add(Header(":path", Encoding.UTF8.GetString(rest.AsSpan(0, length))));
        if (!removal.HasCookies || CookiesOf(http) is not { } cookies) return;
        rest = new byte[cookies.Length];
        if (!removal.TryTakeOffCookies(cookies, rest, out length)) return;
        // Envoy takes text alone. The token goes in any case.
        if (length > 0 && Utf8.IsValid(rest.AsSpan(0, length))) ok.Headers.Add(Header(Cookie, Encoding.UTF8.GetString(rest, 0, length)));
        else ok.HeadersToRemove.Add(Cookie);
    }

    private static byte[]? CookiesOf(AttributeContext.Types.HttpRequest http)
    {
        if (http.HeaderMap is null) return http.Headers.TryGetValue(Cookie, out var text) ? Encoding.UTF8.GetBytes(text) : null;
        var header = http.HeaderMap.Headers.FirstOrDefault(header => header.Key == Cookie);
        return header is null ? null : header.RawValue.IsEmpty ? Encoding.UTF8.GetBytes(header.Value) : header.RawValue.ToByteArray();
    }

    private static CheckResponse Deny(DenyResponse denied)
    {
        var code = denied.Reason.Code();
        var body = Encoding.ASCII.GetString(denied.Body.Span);
        var response = new DeniedHttpResponse { Status = new() { Code = denied.Status }, Body = body };
        response.Headers.Add(Header("content-type", denied.ContentType));
        foreach (var header in denied.Headers) response.Headers.Add(Header(header.Name, header.Value));
        return new() { Status = new() { Code = (int)StatusCode.PermissionDenied, Message = code }, DeniedResponse = response };
    }

    // A deny to Envoy, which hands the status on to the client.
    private static CheckResponse Answer(HandshakeAnswer answer)
    {
        var body = Encoding.UTF8.GetString(answer.Body.Span);
        var response = new DeniedHttpResponse { Status = new() { Code = StatusCodes.Status200OK }, Body = body };
        response.Headers.Add(Header("content-type", answer.ContentType));
        response.Headers.Add(Header(ResponseHeaders.ContentTypeOptions, ResponseHeaders.NoSniff));
        response.Headers.Add(Header(ResponseHeaders.CacheControl, ResponseHeaders.NoStore));
        return new()
        {
            Status = new() { Code = (int)StatusCode.PermissionDenied, Message = Decision.HandshakeReason },
            DeniedResponse = response
        };
    }

    private static HeaderValueOption Header(string name, string value) => new()
    {
        Header = new() { Key = name, Value = value },
        AppendAction = HeaderValueOption.Types.HeaderAppendAction.OverwriteIfExistsOrAdd,
    };
}
