using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Signing;
using static TokenAuthz.EnvoyModule.EnvoyAbi;

namespace TokenAuthz.EnvoyModule;

/// <summary>Hands a decision to Envoy: an answer to the client, or headers to the upstream.</summary>
internal static unsafe class EnvoyResponseWriter
{
    // A name that settings take has at most 64 characters; the longest header has fewer than this.
    private const int MaxLength = 256;

    private const int Unauthorized = 401;

    private static readonly Text ContentType = Text.Lasting("content-type");
    private static readonly Text Reason = Text.Lasting(ResponseHeaders.Reason);
    private static readonly Header NoStore = new(Text.Lasting(ResponseHeaders.CacheControl), Text.Lasting(ResponseHeaders.NoStore));
    private static readonly Header Challenge = new(Text.Lasting(ResponseHeaders.Challenge), Text.Lasting(ResponseHeaders.SignatureScheme));
    private static readonly ImmutableArray<Text> Codes = [.. DenyReasons.All.Select(reason => Text.Lasting(reason.Code()))];
    private static readonly ImmutableArray<Text> Details = [.. DenyReasons.All.Select(reason => Text.Lasting($"token_authz_{reason.Code()}"))];

    /// <summary>Denies: the status, body and headers of the policy.</summary>
    public static void Deny(nint stream, in Decision decision)
    {
        var answer = decision.Answer;
        Span<byte> buffer = stackalloc byte[MaxLength];
        var contentType = Ascii(answer.ContentType, buffer);
        fixed (byte* value = contentType)
        {
            ReadOnlySpan<Header> headers = [new(ContentType, new(value, (nuint)contentType.Length)), new(Reason, Codes[(int)decision.Reason]), NoStore, Challenge];
            SendResponse(stream, answer.Status, answer.Status == Unauthorized ? headers : headers[..^1], answer.Body.Span, Details[(int)decision.Reason]);
        }
    }

    /// <summary>Allows: tells the upstream what the settings say.</summary>
    public static void Allow(nint stream, in Decision decision, OnAllowSettings onAllow)
    {
        // Set on every allow when on, even if empty: a client's own header of that name must not pass for ours.
        if (onAllow.KeyId) Set(stream, ResponseHeaders.KeyId, decision.Key?.Id ?? "");
        if (onAllow.Policy) Set(stream, ResponseHeaders.Policy, decision.Policy?.Name ?? "");
        if (!onAllow.RemoveToken || decision.Policy?.Scheme is not { } scheme) return;
        Span<byte> buffer = stackalloc byte[MaxLength];
        foreach (var header in scheme.TokenHeaders) RemoveHeader(stream, Ascii(header.ToLowerInvariant(), buffer));
    }

    private static void Set(nint stream, string name, string value)
    {
        Span<byte> names = stackalloc byte[MaxLength], values = stackalloc byte[MaxLength];
        SetHeader(stream, Ascii(name, names), Ascii(value, values));
    }

    private static ReadOnlySpan<byte> Ascii(string text, Span<byte> buffer)
    {
        if (text.Length > buffer.Length) return Encoding.ASCII.GetBytes(text);
        return buffer[..Encoding.ASCII.GetBytes(text, buffer)];
    }
}
