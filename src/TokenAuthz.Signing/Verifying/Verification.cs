using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Signatures;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Verifying;

/// <summary>One check of one request: reads the token, finds the key that signed it, then compares time, scope and body.</summary>
internal ref struct Verification<TRequest>
    where TRequest : struct, IRequestView, allows ref struct
{
    /// <summary>The memory of a check in bytes: for the signature, its text, the claim, a message, and decoded fields.</summary>
    public const int MemorySize =
        SignatureMethod.MaxSize + MaxSignatureText + SHA256.HashSizeInBytes + MessageSize + TextArena.StackSize;

    private const int MessageSize = 512;

    // Every byte of the longest signature may be percent-encoded.
    private const int MaxSignatureText = 3 * 2 * SignatureMethod.MaxSize;

    // About sixty signatures of the longest kind, because a sender chooses how many keys it has side by side.
    private const int MaxSignatureList = 8192;

    private readonly SchemePlan _plan;
    private readonly KeyRing _keys;
    private readonly DateTimeOffset _now;
    private readonly IVerifyTrace? _trace;
    private readonly Span<byte> _message;
    private readonly Span<byte> _signature;
    private readonly Span<byte> _decoded;
    private readonly Span<byte> _claim;
    private MessageSource<TRequest> _source;

    /// <param name="plan">The compiled scheme.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="now">The time of the check.</param>
    /// <param name="trace">Receives each step; null for none.</param>
    /// <param name="memory">Room for <see cref="MemorySize"/> bytes.</param>
    public Verification(SchemePlan plan, KeyRing keys, DateTimeOffset now, IVerifyTrace? trace, Span<byte> memory)
    {
        _plan = plan;
        _keys = keys;
        _now = now;
        _trace = trace;
        _signature = memory[..SignatureMethod.MaxSize];
        memory = memory[SignatureMethod.MaxSize..];
        _decoded = memory[..MaxSignatureText];
        memory = memory[MaxSignatureText..];
        _claim = memory[..SHA256.HashSizeInBytes];
        _message = memory.Slice(SHA256.HashSizeInBytes, MessageSize);
        _source.Arena = new(memory[^TextArena.StackSize..]);
    }

    // Inlining this method or the two that trace costs 10 ns a check, because their locals are cleared at the start.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Verdict Run(in TRequest request)
    {
        try
        {
            return Check(in request);
        }
        finally
        {
            _source.Arena.Dispose();
        }
    }

    private Verdict Check(in TRequest request)
    {
        _source.Request = request;
        var target = _source.Target = _source.Request.Target;
        _source.Host = _plan.PublicUrl.Host is { Length: > 0 } host ? host : _source.Request.Host;
        _source.UrlScheme = _plan.PublicUrl.Scheme;
        if (_plan.Token.Read(ref _source.Request, target, ref _source.Values, ref _source.Arena, out _source.Locators) is { } missing)
            return Verdict.Deny(missing);
        if (_trace is not null) TraceFields();

        if (!TryGetSignature(out var signature) || !TryTakeTargetApart()) return Verdict.Deny(DenyReason.InvalidToken);
        if (FindKey(signature) is not { } key) return Verdict.Deny(DenyReason.InvalidToken);

        var late = _plan.Time.Check(_source.Values, _source.Path, _now, out var until);
        _trace?.Time(late, until);
        if (late is { } reason) return Verdict.Deny(reason);
        if (!IsInScope()) return Verdict.Deny(DenyReason.OutOfScope);
        if (!_plan.ComparedDigests.IsEmpty && !IsBodySigned()) return Verdict.Deny(DenyReason.InvalidToken);
        if (!_plan.Definition.SingleUse) return Verdict.Allow(key);

        // A token without an end would have to be remembered for ever, so that it is denied.
        return until == long.MaxValue
            ? Verdict.Deny(DenyReason.InvalidToken)
            : Verdict.Allow(key, new(BinaryPrimitives.ReadUInt128BigEndian(_claim), until));
    }

    // A signature in a query or a path may be percent-encoded, as base64 has to be.
    private readonly bool TryGetSignature(out ReadOnlySpan<byte> signature)
    {
        signature = _source.Values[_plan.Signature];
        if (signature.Length > (_plan.Signatures is null ? MaxSignatureText : MaxSignatureList)) return false;
        if ((_plan.EscapedSignatures & _source.Locators) == 0 || !signature.Contains((byte)'%')) return true;
        if (signature.Length > _decoded.Length || !PercentEncoding.TryDecode(signature, _decoded, out var length)) return false;
        signature = _decoded[..length];
        return true;
    }

    // The signed part of the target ends before the parameter that this token's signature was read from, which has to be the
    // last; a parameter of that name beside a token in a header is a parameter like any other.
    private bool TryTakeTargetApart()
    {
        var target = _source.Target;
        _source.Path = _plan.Path >= 0 ? _source.Values[_plan.Path] : RequestPath.Of(target);
        _source.SignedTarget = target;
        foreach (var (name, locators) in _plan.SignatureParameters.AsSpan())
        {
            if (!_plan.EndsAtSignature || (locators & _source.Locators) == 0) continue;
            var query = RequestPath.QueryOf(target);
            if (QueryString.Find(query, name, out var value, out var begin) is not HeaderCount.One) return false;
            if (begin + name.Length + 1 + value.Length != query.Length) return false;
            _source.SignedTarget = target[..^(query.Length - begin + 1)];
        }

        return true;
    }

    // The key that the token names, or the first that gives the signature.
    private Key? FindKey(scoped ReadOnlySpan<byte> signature)
    {
        var keys = _keys.Keys;
        if (_plan.KeyId >= 0 && !_keys.TryFind(_source.Values[_plan.KeyId], out keys)) return null;
        foreach (var key in keys)
        {
            if (IsSignedBy(key, signature)) return key;
        }

        return null;
    }

    // A gateway does not tell https from http. Without PublicUrl both are tried where the signature covers the URL's scheme: only the
    // signed one can match.
    private bool IsSignedBy(Key key, scoped ReadOnlySpan<byte> signature)
    {
        if (!key.IsValidAt(_now)) return false;
        if (!_plan.SignsUrlScheme || !_plan.PublicUrl.Scheme.AsSpan().IsEmpty) return Matches(key, signature);
        _source.UrlScheme = "https"u8;
        if (Matches(key, signature)) return true;
        _source.UrlScheme = "http"u8;
        return Matches(key, signature);
    }

    private bool Matches(Key key, scoped ReadOnlySpan<byte> signature)
    {
        var message = new ByteWriter(_message);
        bool isMatch;
        try
        {
            if (!_plan.Writer.TryWrite(ref message, ref _source, key.Secret)) return false;
            isMatch = IsAmong(signature, key, message.Written);
            if (isMatch && _plan.Definition.SingleUse) SHA256.HashData(message.Written, _claim);
        }
        finally
        {
            message.Dispose();
        }

        if (_trace is not null) TraceMessage(key, isMatch);
        return isMatch;
    }

    private readonly bool IsAmong(scoped ReadOnlySpan<byte> signatures, Key key, scoped ReadOnlySpan<byte> message)
    {
        if (_plan.Signatures is not { } list) return IsOf(key, message, signatures);
        while (list.TryTake(ref signatures, out var signature))
        {
            if (IsOf(key, message, signature)) return true;
        }

        return false;
    }

    private readonly bool IsOf(Key key, scoped ReadOnlySpan<byte> message, scoped ReadOnlySpan<byte> text) =>
        _plan.Definition.Encoding.TryDecode(text, _signature, out var length) && _plan.Method.Verify(key, message, _signature[..length]);

    private bool IsInScope()
    {
        var isIncluded = _plan.Scope.Includes(ref _source);
        _trace?.Scope(isIncluded);
        return isIncluded;
    }

    private bool IsBodySigned()
    {
        var isSigned = BodyDigest.IsThatOf(ref _source.Request, _plan.ComparedDigests);
        _trace?.Body(isSigned);
        return isSigned;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void TraceFields()
    {
        var names = _plan.Fields.Names;
        for (var field = 0; field < names.Count; field++)
        {
            if (_source.Values.Has(field)) _trace!.Field(names[field], _source.Values[field]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TraceMessage(Key key, bool isMatch)
    {
        var masked = new ByteWriter(_message);
        try
        {
            _ = _plan.MaskedWriter.TryWrite(ref masked, ref _source, "(key)"u8);
            _trace!.Message(key.Id, masked.Written, isMatch);
        }
        finally
        {
            masked.Dispose();
        }
    }
}
