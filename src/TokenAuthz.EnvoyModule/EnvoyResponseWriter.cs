using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Handshakes;
using TokenAuthz.Signing.Verifying;
using static TokenAuthz.EnvoyModule.EnvoyAbi;

namespace TokenAuthz.EnvoyModule;

/// <summary>Writes a decision into Envoy: an answer to the client, or headers to the upstream.</summary>
internal static unsafe class EnvoyResponseWriter
{
    // A name in settings has at most 64 characters, and every other header here is shorter.
    private const int MaxLength = 256;

    private const int Ok = 200;

    private static readonly Text ContentType = Text.Lasting("content-type");
    private static readonly Header NoStore = new(Text.Lasting(ResponseHeaders.CacheControl), Text.Lasting(ResponseHeaders.NoStore));
    private static readonly Header NoSniff =
        new(Text.Lasting(ResponseHeaders.ContentTypeOptions), Text.Lasting(ResponseHeaders.NoSniff));

    private static readonly Text AnswerDetails = Text.Lasting($"token_authz_{Decision.HandshakeReason}");
    private static readonly ImmutableArray<Text> Details =
        [.. DenyReasons.All.Select(reason => Text.Lasting($"token_authz_{reason.Code()}"))];

    /// <summary>Answers the client with the status, body and headers of the policy.</summary>
    public static void Deny(nint stream, DenyResponse denied)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        var contentType = Ascii(denied.ContentType, buffer);
        fixed (byte* value = contentType)
        {
            Span<Header> headers = stackalloc Header[1 + denied.Headers.Length];
            headers[0] = new(ContentType, new(value, (nuint)contentType.Length));
            for (var i = 0; i < denied.Headers.Length; i++)
                headers[i + 1] = new(Pinned(denied.Headers[i].NameBytes.Span), Pinned(denied.Headers[i].ValueBytes.Span));
            SendResponse(stream, denied.Status, headers, denied.Body.Span, Details[(int)denied.Reason]);
        }

        GC.KeepAlive(denied);
    }

    /// <summary>Answers a handshake.</summary>
    public static void Answer(nint stream, HandshakeAnswer answer)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        var contentType = Ascii(answer.ContentType, buffer);
        fixed (byte* value = contentType)
        {
            var type = new Header(ContentType, new(value, (nuint)contentType.Length));
            SendResponse(stream, Ok, [type, NoSniff, NoStore], answer.Body.Span, AnswerDetails);
        }
    }

    /// <summary>Changes the headers that the upstream gets.</summary>
    public static void Allow(nint stream, in UpstreamHeaders upstream)
    {
        Span<byte> names = stackalloc byte[MaxLength], values = stackalloc byte[MaxLength];
        foreach (var header in upstream.Set) SetHeader(stream, Ascii(header.Name, names), Ascii(header.Value, values));
        foreach (var name in upstream.Removed) RemoveHeader(stream, Ascii(name.ToLowerInvariant(), names));
        if (upstream.Removal is { } removal) TakeOff(stream, removal);
    }

    // What is left is copied, because Envoy frees the old value when it takes the new one.
    private static void TakeOff(nint stream, TokenRemoval removal)
    {
        if (removal.HasParameters && GetHeader(stream, ":path"u8, out var target) == 1)
        {
            using var rest = MemoryPool<byte>.Shared.Rent(target.Length);
            if (removal.TryTakeOffTarget(target, rest.Memory.Span, out var length))
                SetHeader(stream, ":path"u8, rest.Memory.Span[..length]);
        }

        if (removal.HasCookies && GetHeader(stream, "cookie"u8, out var cookies) == 1)
        {
            using var rest = MemoryPool<byte>.Shared.Rent(cookies.Length);
            if (!removal.TryTakeOffCookies(cookies, rest.Memory.Span, out var length)) return;
            if (length > 0) SetHeader(stream, "cookie"u8, rest.Memory.Span[..length]);
            else RemoveHeader(stream, "cookie"u8);
        }
    }

    private static Text Pinned(ReadOnlySpan<byte> bytes) =>
        new((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes)), (nuint)bytes.Length);

    private static ReadOnlySpan<byte> Ascii(string text, Span<byte> buffer)
    {
        if (text.Length > buffer.Length) return Encoding.ASCII.GetBytes(text);
        return buffer[..Encoding.ASCII.GetBytes(text, buffer)];
    }
}
