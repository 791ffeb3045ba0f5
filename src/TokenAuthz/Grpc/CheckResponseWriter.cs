using System.Collections.Immutable;
using System.Text;
using Grpc.Core;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Signing;

namespace TokenAuthz.Grpc;

/// <summary>Writes a decision as Envoy's message. Only the status decides, and an empty message would allow.</summary>
internal sealed class CheckResponseWriter(OnAllowSettings onAllow)
{
    public CheckResponse Of(in Decision decision) => decision.IsAllowed ? Allow(decision) : Deny(decision);

    private CheckResponse Allow(in Decision decision)
    {
        var ok = new OkHttpResponse();

        // Set on every allow when on, even if empty: a client's own header of that name must not pass for ours.
        if (onAllow.KeyId) ok.Headers.Add(Header(ResponseHeaders.KeyId, decision.Key?.Id ?? ""));
        if (onAllow.Policy) ok.Headers.Add(Header(ResponseHeaders.Policy, decision.Policy?.Name ?? ""));
        if (onAllow.RemoveToken) ok.HeadersToRemove.AddRange(decision.Policy?.Scheme?.TokenHeaders ?? ImmutableArray<string>.Empty);
        return new() { Status = new() { Code = (int)StatusCode.OK }, OkResponse = ok };
    }

    private static CheckResponse Deny(in Decision decision)
    {
        var answer = decision.Answer;
        var denied = new DeniedHttpResponse { Status = new() { Code = answer.Status }, Body = Encoding.ASCII.GetString(answer.Body.Span) };
        denied.Headers.Add(Header("content-type", answer.ContentType));
        denied.Headers.Add(Header(ResponseHeaders.Reason, decision.Reason.Code()));
        denied.Headers.Add(Header(ResponseHeaders.CacheControl, ResponseHeaders.NoStore));
        if (answer.Status == StatusCodes.Status401Unauthorized) denied.Headers.Add(Header(ResponseHeaders.Challenge, ResponseHeaders.SignatureScheme));
        return new() { Status = new() { Code = (int)StatusCode.PermissionDenied, Message = decision.Reason.Code() }, DeniedResponse = denied };
    }

    private static HeaderValueOption Header(string name, string value) => new()
    {
        Header = new() { Key = name, Value = value },
        AppendAction = HeaderValueOption.Types.HeaderAppendAction.OverwriteIfExistsOrAdd,
    };
}
