using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Signatures;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Verifying;

/// <summary>How a check finds the key that signed.</summary>
internal ref partial struct Verification<TRequest>
{
    // The keys that the token names, or all.
    private readonly bool TryFindKeys(out ImmutableArray<Key> keys)
    {
        keys = _keys.Keys;
        return !_source.Values.Has(_plan.KeyId) || _keys.TryFind(_source.Values[_plan.KeyId], out keys);
    }

    private Key? FindSigner(ImmutableArray<Key> keys, scoped ReadOnlySpan<byte> signature)
    {
        foreach (var key in keys)
        {
            if (IsSignedBy(key, signature)) return key;
        }

        return null;
    }

    private bool IsSignedBy(Key key, scoped ReadOnlySpan<byte> signature)
    {
        if (!key.IsValidAt(_now) || !IsAlgorithmOf(key)) return false;
        for (_source.Spelling = 0; _source.Spelling < _plan.Writer.Spellings; _source.Spelling++)
        {
            if (IsSpelledBy(key, signature)) return true;
        }

        return false;
    }

    // A gateway does not tell https from http. Without PublicUrl both are tried where the signature covers the URL's scheme: only the
    // signed one can match.
    private bool IsSpelledBy(Key key, scoped ReadOnlySpan<byte> signature)
    {
        if (!_plan.SignsUrlScheme || !_plan.PublicUrl.Scheme.AsSpan().IsEmpty) return Matches(key, signature);
        _source.UrlScheme = "https"u8;
        if (Matches(key, signature)) return true;
        if (_plan.IsUrlSchemeOptional && !_source.HasUrlScheme) return false;
        _source.UrlScheme = "http"u8;
        return Matches(key, signature);
    }

    // A token that could choose its algorithm could have a public key taken for a shared secret.
    private readonly bool IsAlgorithmOf(Key key) =>
        !_source.Values.Has(_plan.Algorithm)
        || _plan.Method.AlgorithmOf(key)?.IsNamed(_source.Values[_plan.Algorithm], _plan.AlgorithmNames) is true;

    private bool Matches(Key key, scoped ReadOnlySpan<byte> signature)
    {
        _source.Key = key.Secret;
        _source.Salt = _plan.SaltOf(key);
        var isMatch = _plan.Writer.IsBody ? Matches(key, signature, _source.Request.Body) : MatchesWritten(key, signature);
        if (_trace is not null) TraceMessage(key, isMatch);
        return isMatch;
    }

    private bool MatchesWritten(Key key, scoped ReadOnlySpan<byte> signature)
    {
        var message = new ByteWriter(_message);
        try
        {
            return _plan.Writer.TryWrite(ref message, ref _source) && Matches(key, signature, message.Written);
        }
        finally
        {
            message.Dispose();
        }
    }

    private bool Matches(Key key, scoped ReadOnlySpan<byte> signature, scoped ReadOnlySpan<byte> message)
    {
        _isWritten = true;
        var isMatch = IsAmong(signature, key, message);
        if (isMatch && _plan.Definition.SingleUse) _claim = ClaimOf(key, message);
        return isMatch;
    }

    private bool IsAmong(scoped ReadOnlySpan<byte> signatures, Key key, scoped ReadOnlySpan<byte> message)
    {
        if (_plan.Signatures is not { } list) return IsOf(key, message, signatures);
        if (_plan.Method is DigestMethod method) return IsAmong(list, signatures, key, message, method);
        for (var count = 0; count < FieldValues.MaxCandidates && list.TryTake(ref signatures, out var signature); count++)
        {
            if (IsOf(key, message, signature)) return true;
        }

        return false;
    }

    // The message is digested once, however many signatures a client writes.
    private bool IsAmong(
        SignatureList list,
        scoped ReadOnlySpan<byte> signatures,
        Key key,
        scoped ReadOnlySpan<byte> message,
        DigestMethod method)
    {
        if (SignerOf(key) is not { } signer || method.AlgorithmOf(signer) is null) return false;
        Span<byte> expected = stackalloc byte[SignatureMethod.MaxSize];
        expected = expected[..method.Sign(signer, message, expected)];
        var isAmong = false;
        while (list.TryTake(ref signatures, out var signature))
        {
            if (_plan.Definition.Encoding.TryDecode(signature, _signature, out var length))
                isAmong |= FixedTime.AreEqual(expected, _signature[..length]);
        }

        return isAmong;
    }

    private Key? SignerOf(Key key) => _plan.Derivation is { } derivation ? derivation.Derive(key, ref _source, _text) : key;

    private bool IsOf(Key key, scoped ReadOnlySpan<byte> message, scoped ReadOnlySpan<byte> text)
    {
        if (!_plan.Definition.Encoding.TryDecode(text, _signature, out var length)) return false;
        var signature = _signature[..length];
        if (_plan.Verified is { } verified && _trace is null)
        {
            if (verified.Find(key, message, signature) is not null) return true;
            if (!IsVerified(key, message, signature)) return false;
            verified.Add(key, message, signature, key);
            return true;
        }

        return IsVerified(key, message, signature);
    }

    private bool IsVerified(Key key, scoped ReadOnlySpan<byte> message, scoped ReadOnlySpan<byte> signature)
    {
        return SignerOf(key) is { } signer && _plan.Method.Verify(signer, message, signature);
    }

    // The text of the signature is no identity of a token, because several texts are valid: base64 has padding, and of an ECDSA
    // signature anybody can make a second one. The message, or the number that its signer uses once, is the same in each of them.
    private readonly UInt128 ClaimOf(Key key, scoped ReadOnlySpan<byte> message)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> claimant = stackalloc byte[(2 * Key.MaxIdLength) + 2 + SHA256.HashSizeInBytes];
        var length = WriteOwner(key, claimant);

        // Of several signatures a client could leave out one, so that another key would pass for the same message.
        if (!_plan.HasSeveralSignatures) length += Encoding.ASCII.GetBytes(key.Id, claimant[length..]);
        var isNumbered = _source.Values.Has(_plan.Nonce);
        if (isNumbered) _plan.NonceDomain.CopyTo(claimant[length..]);
        claimant = claimant[..(isNumbered ? length + _plan.NonceDomain.Length : length)];
        _ = HMACSHA256.HashData(claimant, isNumbered ? _source.Values[_plan.Nonce] : message, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    // No id begins with the first byte or has the last one, so that the keys of two owners never share a claim.
    private static int WriteOwner(Key key, Span<byte> destination)
    {
        if (key.Owner.Length == 0) return 0;
        destination[0] = 1;
        var length = Encoding.ASCII.GetBytes(key.Owner, destination[1..]);
        destination[length + 1] = 0;
        return length + 2;
    }
}
