using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Rules;

/// <summary>
/// When a token holds, by the fields <c>issued</c>, <c>expires</c> and <c>not_before</c>: in whole seconds, both ends included.
/// </summary>
internal sealed class TimeRule
{
    // A signer's clock may be this many seconds ahead of ours without a Skew, because its tokens reach us within the second.
    private const long SignerAhead = 5;

    private readonly TimeField? _issued;
    private readonly TimeField? _expires;
    private readonly TimeField? _notBefore;
    private readonly long _ttl;
    private readonly long _skew;
    private readonly long _horizon;
    private readonly bool _isIssuedAhead;

    // How far ahead of now `issued` may be. Horizon is checked apart, because it denies as invalid and not as not yet valid.
    private readonly long _lead;

    /// <param name="issued">The field with the time at which the token was made.</param>
    /// <param name="expires">The field with the last second at which the token holds.</param>
    /// <param name="notBefore">The field with the first second at which the token holds.</param>
    /// <param name="ttl">How long a token holds after <paramref name="issued"/>.</param>
    /// <param name="skew">How much two clocks may differ.</param>
    /// <param name="horizon">
    /// How far ahead <paramref name="expires"/> may be, or <paramref name="issued"/> with <paramref name="isIssuedAhead"/>.
    /// </param>
    /// <param name="isSymmetric">Whether <paramref name="issued"/> may be as far in the future as in the past.</param>
    /// <param name="isIssuedAhead">Whether <paramref name="issued"/> may be in the future, so that only the end counts.</param>
    public TimeRule(
        TimeField? issued,
        TimeField? expires,
        TimeField? notBefore,
        TimeSpan ttl,
        TimeSpan skew,
        TimeSpan horizon,
        bool isSymmetric,
        bool isIssuedAhead)
    {
        (_issued, _expires, _notBefore) = (issued, expires, notBefore);
        (_ttl, _skew, _horizon) = ((long)ttl.TotalSeconds, (long)skew.TotalSeconds, (long)horizon.TotalSeconds);
        _isIssuedAhead = isIssuedAhead;
        _lead = (isIssuedAhead, isSymmetric) switch
        {
            (true, _) => long.MaxValue,
            (_, true) => _ttl + _skew,
            _ => Math.Max(_skew, SignerAhead),
        };
    }

    /// <summary>Whether a token ever ends.</summary>
    public bool Ends => _issued is not null || _expires is not null;

    /// <summary>Checks the times of a token.</summary>
    /// <param name="values">The token's fields.</param>
    /// <param name="path">The path that is signed.</param>
    /// <param name="now">Unix time.</param>
    /// <param name="until">
    /// The last second at which the token holds, also if that is beyond the horizon; <see cref="long.MaxValue"/> if it never ends.
    /// </param>
    /// <returns>Why the token does not hold; null when it does.</returns>
    public DenyReason? Check(in FieldValues values, ReadOnlySpan<byte> path, long now, out long until)
    {
        until = long.MaxValue;
        if (!TryRead(_issued, values, path, out var issued)
            || !TryRead(_expires, values, path, out var expires)
            || !TryRead(_notBefore, values, path, out var notBefore))
            return DenyReason.InvalidToken;

        if (notBefore - _skew > now) return DenyReason.NotYetValid;
        if (issued is { } made)
        {
            if (made - _lead > now) return DenyReason.NotYetValid;
            until = made + _ttl + _skew;
        }

        if (expires is { } end) until = Math.Min(until, end + _skew);
        if (expires - now > _horizon || (_isIssuedAhead && issued - now > _horizon)) return DenyReason.InvalidToken;
        return until < now ? DenyReason.Expired : null;
    }

    /// <summary>Fills in the times of a token that is made now.</summary>
    public void Fill(ref FieldValues values, long now, TimeSpan? lifetime)
    {
        if (_issued is { } issued) values[issued.Field] = Bytes(issued, now);
        if (_expires is { } expires) values[expires.Field] = Bytes(expires, now + (long)(lifetime?.TotalSeconds ?? _ttl));
    }

    private static byte[] Bytes(TimeField field, long seconds) => System.Text.Encoding.ASCII.GetBytes(field.Format.Write(seconds));

    // A field that may be absent, as in Akamai's tokens, is no error if it is absent.
    private static bool TryRead(TimeField? field, in FieldValues values, ReadOnlySpan<byte> path, out long? seconds)
    {
        seconds = null;
        if (field is not { } present || !values.Has(present.Field)) return field is not { IsRequired: true };
        var text = values[present.Field];
        if (!present.Format.TryRead(text, out var read) || present.Format.MayBeginWithin(path, text)) return false;
        seconds = read;
        return true;
    }
}
