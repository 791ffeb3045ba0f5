using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Verifying;

/// <summary>How a check finds out what a deny comes from, after it has decided to deny.</summary>
internal ref partial struct Verification<TRequest>
{
    private readonly bool LacksBody =>
        _plan.ReadsBody
        && _source.Request.Body.IsEmpty
        && !_source.Request.Method.SequenceEqual("GET"u8)
        && !_source.Request.Method.SequenceEqual("HEAD"u8);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Verdict Deny(DenyCause cause)
    {
        var key = _signer ?? NamedKey();
        _source.Arena.Dispose();
        return Verdict.Deny(cause, key);
    }

    // A key of the ring whose id the token has: nothing that a client writes.
    private readonly Key? NamedKey() =>
        _source.Values.Has(_plan.KeyId) && _keys.TryFind(_source.Values[_plan.KeyId], out var keys) ? keys[0] : null;

    private static DenyCause CauseOf(DenyReason late) => late switch
    {
        DenyReason.InvalidToken => DenyCause.TimeIllFormed,
        DenyReason.Expired => DenyCause.Expired,
        DenyReason.NotYetValid => DenyCause.NotYetValid,
        DenyReason.EndsTooLate => DenyCause.EndsTooLate,
        DenyReason.Error or DenyReason.MissingToken or DenyReason.OutOfScope or DenyReason.Replayed or DenyReason.NoPolicy
            or DenyReason.Denied or DenyReason.BadRequest or _ => throw new UnreachableException(),
    };

    // The first step that no key has passed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly DenyCause WhyUnsigned(ImmutableArray<Key> keys, scoped ReadOnlySpan<byte> signature)
    {
        var (isValid, hasAlgorithm) = (false, false);
        foreach (var key in keys)
        {
            if (!key.IsValidAt(_now)) continue;
            isValid = true;
            hasAlgorithm |= IsAlgorithmOf(key);
        }

        if (!isValid) return DenyCause.KeyNotValid;
        if (!hasAlgorithm) return DenyCause.OtherAlgorithm;
        if (!_isWritten) return DenyCause.PartMissing;
        if (_plan.Signatures is null && !_plan.Definition.Encoding.TryDecode(signature, _signature, out _))
            return DenyCause.SignatureIllFormed;
        return LacksBody ? DenyCause.BodyEmpty : DenyCause.WrongSignature;
    }
}
