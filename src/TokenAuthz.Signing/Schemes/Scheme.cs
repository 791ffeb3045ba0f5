using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TokenAuthz.Signing.Digests;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Schemes;

/// <summary>
/// A signature format, ready to verify and to sign: where the token of a request is, and what it has to be. Immutable, and
/// safe to share.
/// </summary>
public sealed class Scheme
{
    // Most messages fit; longer ones take pooled memory.
    private const int MessageOnStack = 512;

    private const int MaxSignatureText = 3 * SignatureEncodings.MaxLength;

    // Some sixty signatures of the longest kind: senders have as many keys side by side as they please.
    private const int MaxSignatureList = 8192;

    private static readonly HeaderName ContentDigest = new(BodyDigest.Header);

    internal Scheme(SchemePlan plan)
    {
        Plan = plan;
        TokenHeaders = [.. plan.Token.Parts.SelectMany(part => part).Where(locator => locator.Place is TokenPlace.Header).Select(locator => locator.Name)];
        TokenHeaderList = string.Join(',', TokenHeaders);
        SignsBody = plan.Message.Has(MessagePart.Body) || plan.ComparesBody;
    }

    /// <summary>The name that configuration knows the scheme by.</summary>
    public string Name => Plan.Definition.Name;

    /// <summary>What the scheme was made of.</summary>
    public SchemeDefinition Definition => Plan.Definition;

    /// <summary>The headers that the token is in; a cookie is not among them.</summary>
    public ImmutableArray<string> TokenHeaders { get; }

    /// <summary><see cref="TokenHeaders"/>, separated by commas.</summary>
    public string TokenHeaderList { get; }

    /// <summary>Whether a part of the token is in the path, so that the path must not be shown.</summary>
    public bool HasPathToken => Plan.Token.Parts.Any(part => part.Any(locator => locator.Place is TokenPlace.Path));

    /// <summary>Whether the body is signed, so that the host has to read it before it asks.</summary>
    public bool SignsBody { get; }

    /// <summary>Whether the client's address is signed, or named in the token, so that the host has to know it.</summary>
    public bool NeedsClientAddress => Plan.Message.Has(MessagePart.ClientAddress) || Plan.Message.Has(MessagePart.PackedAddress) || Plan.Fields.IndexOf(FieldNames.Address) >= 0;

    internal SchemePlan Plan { get; }

    /// <summary>Makes a scheme of a definition.</summary>
    /// <exception cref="SchemeException">The definition is ill-formed.</exception>
    public static Scheme Compile(SchemeDefinition definition) => new(SchemeCompiler.Compile(definition));

    /// <summary>Whether a token of the scheme can name a key, if it names one at all.</summary>
    /// <param name="keyId">The key's id.</param>
    /// <param name="obstacle">The text in the id that ends it in the token, or that the message must not hold.</param>
    public bool CanName(string keyId, [NotNullWhen(false)] out string? obstacle)
    {
        obstacle = null;
        if (Plan.KeyId < 0) return true;
        var stops = Plan.Message.Pieces
            .Where(piece => piece.Part is MessagePart.Field && piece.Field == Plan.KeyId)
            .SelectMany(piece => piece.Guard.Stops ?? [])
            .Select(stop => $"{(char)stop}");
        obstacle = Plan.Forms.ObstacleIn(Plan.KeyId, keyId) ?? stops.FirstOrDefault(stop => keyId.Contains(stop, StringComparison.Ordinal));
        return obstacle is null;
    }

    /// <summary>Checks a request. Allocates nothing unless the format makes it decode or sort.</summary>
    /// <param name="request">The request; by reference only to save a copy.</param>
    /// <param name="keys">The keys: the one that the token names, or each in order.</param>
    /// <param name="now">The clock of the check.</param>
    /// <returns>Allowed by a key, or denied for a reason.</returns>
    public Verdict Verify<TRequest>(ref TRequest request, KeyRing keys, DateTimeOffset now)
        where TRequest : struct, IRequestView
    {
        var trace = default(NoTrace);
        return Verify(ref request, keys, now, ref trace);
    }

    /// <summary>Checks a request as <see cref="Verify{TRequest}(ref TRequest, KeyRing, DateTimeOffset)"/> does, and says what it finds on the way.</summary>
    /// <param name="request">The request.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="now">The clock of the check.</param>
    /// <param name="trace">Is told each step; keys are masked.</param>
    public Verdict Verify<TRequest, TTrace>(ref TRequest request, KeyRing keys, DateTimeOffset now, ref TTrace trace)
        where TRequest : struct, IRequestView
        where TTrace : IVerifyTrace
    {
        ArgumentNullException.ThrowIfNull(keys);
        var target = request.Target;
        var values = default(FieldValues);
        if (Plan.Token.Read(ref request, target, ref values, out var used) is { } missing) return Verdict.Deny(missing);
        if (TTrace.IsOn) TraceFields(ref trace, values);

        Span<byte> decoded = stackalloc byte[MaxSignatureText];
        if (!TryGetSignature(values, used, decoded, out var signature)) return Verdict.Deny(DenyReason.InvalidToken);
        if (!TryTakeApart(target, values, used, out var source)) return Verdict.Deny(DenyReason.InvalidToken);

        Span<byte> digest = stackalloc byte[DigestAlgorithms.MaxSize];
        var key = FindKey(ref request, ref source, values, signature, keys, now, digest, ref trace);
        if (key is null) return Verdict.Deny(DenyReason.InvalidToken);

        var late = Plan.Time.Check(values, source.Path, now.ToUnixTimeSeconds(), out var until);
        if (TTrace.IsOn) trace.Time(late, until);
        if (late is { } reason) return Verdict.Deny(reason);

        var isInScope = Plan.Scope.Includes(ref request, source, values);
        if (TTrace.IsOn) trace.Scope(isInScope);
        if (!isInScope) return Verdict.Deny(DenyReason.OutOfScope);
        if (Plan.ComparesBody)
        {
            var isSigned = IsBodySigned(ref request);
            if (TTrace.IsOn) trace.Body(isSigned);
            if (!isSigned) return Verdict.Deny(DenyReason.InvalidToken);
        }

        if (!Definition.SingleUse) return Verdict.Allow(key, default);

        // Where the format lets a token leave out its end, nobody could ever forget that it was used.
        return until == long.MaxValue ? Verdict.Deny(DenyReason.InvalidToken) : Verdict.Allow(key, new(BinaryPrimitives.ReadUInt128BigEndian(digest), until));
    }

    /// <summary>Signs a request; what comes out is what <see cref="Verify{TRequest}(ref TRequest, KeyRing, DateTimeOffset)"/> allows.</summary>
    /// <param name="request">What is to be signed.</param>
    /// <param name="key">The key to sign with.</param>
    /// <param name="now">The time at which the token is made.</param>
    /// <exception cref="SchemeException">The request lacks what the scheme signs, or cannot carry the token.</exception>
    public SignedRequest Sign(UnsignedRequest request, Key key, DateTimeOffset now) => Signer.Sign(Plan, request, key, now);

    // The key that the token names, or the first that gives the signature.
    private Key? FindKey<TRequest, TTrace>(ref TRequest request, ref MessageSource source, scoped in FieldValues values, scoped ReadOnlySpan<byte> signature, KeyRing keys, DateTimeOffset now, scoped Span<byte> digest, ref TTrace trace)
        where TRequest : struct, IRequestView
        where TTrace : IVerifyTrace
    {
        if (Plan.KeyId < 0)
        {
            foreach (var key in keys.Keys)
            {
                if (key.IsValidAt(now) && IsSignedBy(key, ref request, ref source, values, signature, digest, ref trace)) return key;
            }

            return null;
        }

        return keys.TryFind(values[Plan.KeyId], out var named) && named.IsValidAt(now) && IsSignedBy(named, ref request, ref source, values, signature, digest, ref trace) ? named : null;
    }

    private bool IsSignedBy<TRequest, TTrace>(Key key, ref TRequest request, ref MessageSource source, scoped in FieldValues values, scoped ReadOnlySpan<byte> signature, scoped Span<byte> digest, ref TTrace trace)
        where TRequest : struct, IRequestView
        where TTrace : IVerifyTrace
    {
        if (!Plan.SignsUrlScheme) return Matches(key, ref request, source, values, signature, digest, ref trace);

        // Behind a gateway nobody says how the client came; the signature covers it, so both may be tried.
        source = source with { UrlScheme = "https"u8 };
        if (Matches(key, ref request, source, values, signature, digest, ref trace)) return true;
        source = source with { UrlScheme = "http"u8 };
        return Matches(key, ref request, source, values, signature, digest, ref trace);
    }

    private bool Matches<TRequest, TTrace>(Key key, ref TRequest request, scoped in MessageSource source, scoped in FieldValues values, scoped ReadOnlySpan<byte> signature, scoped Span<byte> digest, ref TTrace trace)
        where TRequest : struct, IRequestView
        where TTrace : IVerifyTrace
    {
        var message = new ByteWriter(stackalloc byte[MessageOnStack]);
        try
        {
            if (!Plan.Writer.TryWrite(ref message, ref request, source, values, key.Secret)) return false;
            Definition.Digest.Compute(key.Secret, message.Written, digest);
            var isMatch = IsAmong(signature, digest[..Plan.SignatureSize]);
            if (TTrace.IsOn) TraceMessage(key, ref request, source, values, isMatch, ref trace);
            return isMatch;
        }
        finally
        {
            message.Dispose();
        }
    }

    private bool IsAmong(scoped ReadOnlySpan<byte> signatures, scoped ReadOnlySpan<byte> digest)
    {
        if (Plan.Signatures is not { } list) return Definition.Encoding.Matches(digest, signatures);
        while (list.TryTake(ref signatures, out var signature))
        {
            if (Definition.Encoding.Matches(digest, signature)) return true;
        }

        return false;
    }

    private static bool IsBodySigned<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView =>
        request.Header(ContentDigest, out var digest) is HeaderCount.One && BodyDigest.Matches(digest, request.Body);

    // In a query a signature may be percent-encoded, as base64 has to be, and in a path as well.
    private bool TryGetSignature(scoped in FieldValues values, uint used, Span<byte> decoded, out ReadOnlySpan<byte> signature)
    {
        signature = values[Plan.Signature];
        if (signature.Length > (Plan.Signatures is null ? MaxSignatureText : MaxSignatureList)) return false;
        if ((Plan.EscapedSignatures & used) == 0 || !signature.Contains((byte)'%')) return true;
        if (signature.Length > decoded.Length || !PercentEncoding.TryDecode(signature, decoded, out var length)) return false;
        signature = decoded[..length];
        return true;
    }

    // The part of the target that is signed ends before the parameter that this token's signature came from; one of that name
    // beside a token in a header is a parameter like any other.
    private bool TryTakeApart(ReadOnlySpan<byte> target, scoped in FieldValues values, uint used, out MessageSource source)
    {
        source = default;
        var signedTarget = target;
        foreach (var (name, locators) in Plan.SignatureParameters.AsSpan())
        {
            if (!Plan.EndsAtSignature || (locators & used) == 0) continue;
            var query = RequestPath.QueryOf(target);
            if (QueryString.Find(query, name, out var value, out var begin) is not HeaderCount.One) return false;
            if (begin + name.Length + 1 + value.Length != query.Length) return false;
            signedTarget = target[..^(query.Length - begin + 1)];
        }

        source = new()
        {
            Target = target,
            Path = Plan.Path >= 0 ? values[Plan.Path] : RequestPath.Of(target),
            SignedTarget = signedTarget,
            UrlScheme = "https"u8,
            Locators = used,
        };
        return true;
    }

    private void TraceFields<TTrace>(ref TTrace trace, scoped in FieldValues values)
        where TTrace : IVerifyTrace
    {
        for (var i = 0; i < Plan.Fields.Names.Count; i++)
        {
            if (values.Has(i)) trace.Field(Plan.Fields.Names[i], values[i]);
        }
    }

    private void TraceMessage<TRequest, TTrace>(Key key, ref TRequest request, scoped in MessageSource source, scoped in FieldValues values, bool isMatch, ref TTrace trace)
        where TRequest : struct, IRequestView
        where TTrace : IVerifyTrace
    {
        var masked = new ByteWriter(stackalloc byte[MessageOnStack]);
        try
        {
            _ = Plan.MaskedWriter.TryWrite(ref masked, ref request, source, values, "(key)"u8);
            trace.Message(key.Id, masked.Written, isMatch);
        }
        finally
        {
            masked.Dispose();
        }
    }
}
