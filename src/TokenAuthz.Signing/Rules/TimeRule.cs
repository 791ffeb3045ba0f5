using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Rules;

/// <summary>When a token holds, by the fields <c>issued</c>, <c>expires</c> and <c>not_before</c>. All in whole seconds, both ends included.</summary>
internal sealed class TimeRule
{
    private readonly TimeField? _issued;
    private readonly TimeField? _expires;
    private readonly TimeField? _notBefore;
    private readonly long _ttl;
    private readonly long _skew;
    private readonly long _horizon;
    private readonly bool _isSymmetric;

    /// <param name="issued">The field that says when the token was made.</param>
    /// <param name="expires">The field that says when it ends.</param>
    /// <param name="notBefore">The field that says when it begins.</param>
    /// <param name="ttl">How long a token lives after it was made.</param>
    /// <param name="skew">How much two clocks may differ.</param>
    /// <param name="horizon">How far ahead a token may end; a time further away was not meant as one.</param>
    /// <param name="isSymmetric">Whether a token that says it was made in the future holds as long as one of the past.</param>
    public TimeRule(TimeField? issued, TimeField? expires, TimeField? notBefore, TimeSpan ttl, TimeSpan skew, TimeSpan horizon, bool isSymmetric)
    {
        (_issued, _expires, _notBefore) = (issued, expires, notBefore);
        (_ttl, _skew, _horizon) = ((long)ttl.TotalSeconds, (long)skew.TotalSeconds, (long)horizon.TotalSeconds);
        _isSymmetric = isSymmetric;
    }

    /// <summary>Whether a token ever ends.</summary>
    public bool Ends => _issued is not null || _expires is not null;

    /// <summary>Checks the times of a token.</summary>
    /// <param name="values">The token's fields.</param>
    /// <param name="now">Unix time.</param>
    /// <param name="until">The last second at which the token holds; <see cref="long.MaxValue"/> when it never ends.</param>
    /// <returns>Why the token does not hold; null when it does.</returns>
    public DenyReason? Check(in FieldValues values, long now, out long until)
    {
        until = long.MaxValue;
        if (!TryRead(_issued, values, out var issued) || !TryRead(_expires, values, out var expires) || !TryRead(_notBefore, values, out var notBefore))
            return DenyReason.InvalidToken;

        if (notBefore - _skew > now) return DenyReason.NotYetValid;
        if (issued is { } made)
        {
            if (made - (_isSymmetric ? _ttl : 0) - _skew > now) return DenyReason.NotYetValid;
            until = made + _ttl + _skew;
        }

        if (expires is { } end)
        {
            if (end - now > _horizon) return DenyReason.InvalidToken;
            until = Math.Min(until, end + _skew);
        }

        return until < now ? DenyReason.Expired : null;
    }

    /// <summary>Fills in the times of a token that is made now.</summary>
    public void Fill(ref FieldValues values, long now, TimeSpan? lifetime)
    {
        if (_issued is { } issued) values[issued.Field] = Bytes(issued, now);
        if (_expires is { } expires) values[expires.Field] = Bytes(expires, now + (long)(lifetime?.TotalSeconds ?? _ttl));
    }

    private static byte[] Bytes(TimeField field, long seconds) => System.Text.Encoding.ASCII.GetBytes(field.Format.Write(seconds));

    // A field that may be absent, as in Akamai's tokens, is no error when it is.
    private static bool TryRead(TimeField? field, in FieldValues values, out long? seconds)
    {
        seconds = null;
        if (field is not { } present || !values.Has(present.Field)) return field is not { IsRequired: true };
        if (!present.Format.TryRead(values[present.Field], out var read)) return false;
        seconds = read;
        return true;
    }
}
