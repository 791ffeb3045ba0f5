using System.Buffers;
using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Handshakes;

/// <summary>A handshake, compiled once: which requests are one, and their answer. Immutable.</summary>
internal sealed class Handshake
{
    private const int MaxBody = 8 * 1024;
    private const int MaxAnswer = 2 * 1024;
    private const int MemorySize = 512;

    private static readonly SearchValues<byte> Printable = SearchValues.Create([.. Enumerable.Range(' ', 95).Select(value => (byte)value)]);

    public required string Name { get; init; }

    public required byte[] Method { get; init; }

    /// <summary>Whether only a request with a valid token is the handshake.</summary>
    public required bool IsSigned { get; init; }

    /// <summary>The headers, each of which the request has once.</summary>
    public required ImmutableArray<TokenLocator> Headers { get; init; }

    /// <summary>What reads the query and the body, and texts in them.</summary>
    public required ImmutableArray<TokenItem> Items { get; init; }

    /// <summary>Whether the query has to be empty, because nothing reads it and nothing signs it.</summary>
    public required bool HasNoQuery { get; init; }

    /// <summary>Whether the body has to be empty.</summary>
    public required bool HasNoBody { get; init; }

    public required ImmutableArray<Requirement> Requirements { get; init; }

    /// <summary>The host of the URL that clients use; empty for the request's.</summary>
    public required byte[] Host { get; init; }

    /// <summary>The field <c>verify_token</c>.</summary>
    public required int VerifyToken { get; init; }

    /// <summary>Whether the request has the policy's <c>VerifyToken</c>.</summary>
    public required bool ReadsVerifyToken { get; init; }

    /// <summary>Whether request or answer need the policy's <c>VerifyToken</c>.</summary>
    public required bool NeedsVerifyToken { get; init; }

    /// <summary>What makes the signature in the answer; null when the answer has none.</summary>
    public required AnswerSignature? Signature { get; init; }

    public required AnswerType AnswerType { get; init; }

    public required MessageWriter Answer { get; init; }

    /// <summary>Answers a request that is this handshake.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The key that signs in the answer; null for none.</param>
    /// <param name="verifyToken">The policy's <c>VerifyToken</c>; empty for none.</param>
    /// <returns>Null when the request is not exactly this handshake.</returns>
    public HandshakeAnswer? TryAnswer<TRequest>(ref TRequest request, Key? key, ReadOnlySpan<byte> verifyToken)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (!request.Method.SequenceEqual(Method) || request.Body.Length > MaxBody || (HasNoBody && !request.Body.IsEmpty)) return null;
        var target = request.Target;
        if (HasNoQuery && !RequestPath.QueryOf(target).IsEmpty) return null;
        Span<byte> memory = stackalloc byte[MemorySize];
        Span<byte> decoded = stackalloc byte[TextArena.StackSize];
        var source = new MessageSource<TRequest>
        {
            Request = request,
            Target = target,
            Path = RequestPath.Of(target),
            Arena = new(decoded),
        };
        source.Host = Host is [] ? source.Request.Host : Host;
        try
        {
            return TryRead(ref source, verifyToken, memory) && (Signature is null || Signature.TrySign(ref source, key, memory))
                ? Write(ref source, memory)
                : null;
        }
        finally
        {
            source.Arena.Dispose();
        }
    }

    private bool TryRead<TRequest>(ref MessageSource<TRequest> source, ReadOnlySpan<byte> verifyToken, Span<byte> memory)
        where TRequest : struct, IRequestView, allows ref struct
    {
        foreach (var header in Headers)
        {
            if (header.Find(ref source.Request, source.Target, out var text) is not HeaderCount.One) return false;
            if (!header.Pattern.TryRead(text, ref source.Values)) return false;
        }

        foreach (var item in Items)
        {
            if (!item.TryRead(ref source.Request, source.Target, ref source.Values, ref source.Arena)) return false;
        }

        if (NeedsVerifyToken && verifyToken.IsEmpty) return false;
        if (ReadsVerifyToken && !FixedTime.AreEqual(source.Values[VerifyToken], verifyToken)) return false;
        if (NeedsVerifyToken) source.Values[VerifyToken] = verifyToken;
        foreach (var requirement in Requirements)
        {
            if (!requirement.IsMet(ref source, memory)) return false;
        }

        return true;
    }

    private HandshakeAnswer? Write<TRequest>(ref MessageSource<TRequest> source, Span<byte> memory)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var body = new ByteWriter(memory);
        try
        {
            if (!Answer.TryWrite(ref body, ref source) || body.Length > MaxAnswer) return null;
            var isClean = AnswerType is AnswerType.Json || !body.Written.ContainsAnyExcept(Printable);
            return isClean ? new(Name, AnswerType, body.Written.ToArray()) : null;
        }
        finally
        {
            body.Dispose();
        }
    }
}
