using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Signatures;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Verifying;

/// <summary>
/// One check of one request: reads the token, compares its times, finds the key that signed it, then compares scope and requirements.
/// The times come first, so that a flood of ended tokens costs no signatures.
/// </summary>
internal ref partial struct Verification<TRequest>
    where TRequest : struct, IRequestView, allows ref struct
{
    /// <summary>The memory of a check in bytes: for the signature, a message, a text beside it, and decoded fields.</summary>
    public const int MemorySize = SignatureMethod.MaxSize + (2 * MessageSize) + TextArena.StackSize;

    private const int MessageSize = 512;

    // The longest signature in hex, every byte of it percent-encoded.
    private const int MaxSignatureText = 3 * 2 * SignatureMethod.MaxSize;

    // About sixty signatures of the longest kind, because a sender chooses how many keys it has side by side.
    private const int MaxSignatureList = 8192;

    private readonly SchemePlan _plan;
    private readonly KeyRing _keys;
    private readonly DateTimeOffset _now;
    private readonly IVerifyTrace? _trace;
    private readonly Span<byte> _message;
    private readonly Span<byte> _text;
    private readonly Span<byte> _signature;
    private readonly Span<byte> _decodedFields;
    private MessageSource<TRequest> _source;
    private Key? _signer;
    private UInt128 _claim;
    private long _until;
    private bool _isWritten;

    /// <param name="plan">The compiled scheme.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="now">The time of the check.</param>
    /// <param name="trace">Receives each step; null for none.</param>
    /// <param name="memory">Room for <see cref="MemorySize"/> bytes.</param>
    // Inlined, the memory of the check is cleared 32 bytes at a time, and not 8.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Verification(SchemePlan plan, KeyRing keys, DateTimeOffset now, IVerifyTrace? trace, Span<byte> memory)
    {
        _plan = plan;
        _keys = keys;
        _now = now;
        _trace = trace;
        _signature = memory[..SignatureMethod.MaxSize];
        _message = memory.Slice(SignatureMethod.MaxSize, MessageSize);
        _text = memory.Slice(SignatureMethod.MaxSize + MessageSize, MessageSize);
        _decodedFields = memory[^TextArena.StackSize..];
        _source.Arena = new(_decodedFields);
        _source.HeadAsGet = plan.Definition.HeadAsGet;
    }

    // Inlining this method, or those that most checks need not run, costs 10 ns a check and more, because their locals are cleared at
    // the start.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Verdict Run(in TRequest request)
    {
        var cause = Check(in request);
        if (_source.Values.HasNextCandidate && (cause is null) == _plan.IsEvery) cause = CheckOthers(in request, cause);
        if (cause is { } end) return Deny(end);

        // Not in a finally, which keeps the check out of registers: memory that an exception leaves to the collector is no harm.
        _source.Arena.Dispose();
        return _plan.Definition.SingleUse ? Verdict.Allow(_signer!, new(_claim, _until)) : Verdict.Allow(_signer!);
    }

    // Where one has to pass, and none does, the one that came furthest gives the reason.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private DenyCause? CheckOthers(in TRequest request, DenyCause? cause)
    {
        for (var candidate = 1; _source.Values.HasNextCandidate && candidate < FieldValues.MaxCandidates; candidate++)
        {
            _source.Values = new() { Candidate = candidate };
            _source.Arena.Dispose();
            _source.Arena = new(_decodedFields);
            var next = Check(in request);
            if ((next is null) != _plan.IsEvery) return next;
            if (next?.Reason() > cause?.Reason()) cause = next;
        }

        return cause;
    }

    // Why the request is denied, and not a verdict, whose copies would be cleared at the start of every check.
    private DenyCause? Check(in TRequest request)
    {
        _source.Request = request;
        var target = _source.Request.Target;
        if (_plan.Ignored is { } ignored && !ignored.TryTakeFrom(ref target, ref _source.Arena)) return DenyCause.TokenIllFormed;
        _source.Target = target;
        if (_plan.ReadsHost) _source.Host = _plan.PublicUrl.Host is { Length: > 0 } host ? host : _source.Request.Host;
        _source.UrlScheme = _plan.PublicUrl.Scheme;
        if (_plan.Token.Read(ref _source.Request, target, ref _source.Values, ref _source.Arena, out _source.Locators) is { } missing)
            return missing;
        if (_trace is not null) TraceFields();

        if (!TryGetSignature(out var signature)) return DenyCause.SignatureIllFormed;
        if (!TryTakeTargetApart()) return DenyCause.TokenNotLast;
        if (!TryFillDefaults()) return DenyCause.PartMissing;
        if (!TryFindKeys(out var keys)) return DenyCause.UnknownKey;
        var late = _plan.Time.Check(_source.Values, _source.Path, _now, out _until);
        _trace?.Time(late, _until);

        // A trace shows the message of a late token too, and changes no verdict.
        if (late is not null && _trace is null) return CauseOf(late.Value);
        var signer = FindSigner(keys, signature);
        if (late is not null) return CauseOf(late.Value);
        _signer = signer;
        if (_signer is null) return WhyUnsigned(keys, signature);
        if (!IsInScope()) return DenyCause.OutOfScope;
        if (FindBroken() is { } broken) return broken.IsOfBody ? DenyCause.OtherBody : DenyCause.RequirementUnmet;
        if (!_plan.ComparedDigests.IsEmpty && !IsBodySigned()) return DenyCause.OtherBody;

        return _plan.Definition.SingleUse && !TryEnd() ? DenyCause.NoEnd : null;
    }

    // A token without an end would have to be remembered for ever, so that it is denied unless the scheme says for how long.
    private bool TryEnd()
    {
        if (_until != long.MaxValue) return true;
        if (_plan.Definition.RememberFor is not { } time) return false;
        _until = (_now + time).ToUnixTimeSeconds();
        return true;
    }

    // A signature in a query or a path may be percent-encoded, as base64 has to be.
    private bool TryGetSignature(out ReadOnlySpan<byte> signature)
    {
        signature = _source.Values[_plan.Signature];
        if (signature.Length > (_plan.Signatures is null ? MaxSignatureText : MaxSignatureList)) return false;
        if ((_plan.EscapedSignatures & _source.Locators) == 0 || !signature.Contains((byte)'%')) return true;
        if (!_source.Arena.TryReserve(signature.Length, out var room)) return false;
        if (!PercentEncoding.TryDecode(signature, room, out var length)) return false;
        _source.Arena.Take(length);
        signature = room[..length];
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

    private bool TryFillDefaults()
    {
        foreach (var value in _plan.Defaults.AsSpan())
        {
            if (!value.TryFill(ref _source, _text)) return false;
        }

        return true;
    }

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
}
