using System.Runtime.CompilerServices;
using System.Text;
using Grpc.Core;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Handshakes;

namespace TokenAuthz.Grpc;

/// <summary>Writes a decision as Envoy's message, whose status alone decides; an empty message would allow.</summary>
internal static class CheckResponseWriter
{
    // Made once for each answer of a policy, and only read afterwards.
    private static readonly ConditionalWeakTable<DenyResponse, CheckResponse> Denials = [];

    public static CheckResponse Write(in Decision decision)
    {
        if (decision.Answer is { } answer) return Answer(answer);
        return decision.DenyResponse is { } denied ? Denials.GetValue(denied, Deny) : Allow(decision.UpstreamHeaders);
    }

    private static CheckResponse Allow(in UpstreamHeaders upstream)
    {
        var ok = new OkHttpResponse();
        foreach (var header in upstream.Set) ok.Headers.Add(Header(header.Name, header.Value));
        ok.HeadersToRemove.AddRange(upstream.Removed);
        return new() { Status = new() { Code = (int)StatusCode.OK }, OkResponse = ok };
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
