using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Rules;

/// <summary>
/// When a token holds, by the fields <c>issued</c>, <c>expires</c> and <c>not_before</c>: in whole seconds, both ends included.
/// </summary>
internal sealed class TimeRule
{
    // A signer's clock may be this many seconds ahead of ours without a Skew, because its tokens reach us within the second.
    private const long SignerAhead = 5;

    /// <summary>The field with the time at which the token was made; null for none.</summary>
    public required TimeField? Issued { get; init; }

    /// <summary>The field with the last second at which the token holds; null for none.</summary>
    public required TimeField? Expires { get; init; }

    /// <summary>The field with the first second at which the token holds; null for none.</summary>
    public required TimeField? NotBefore { get; init; }

    /// <summary>How many seconds a token holds after <see cref="Issued"/>.</summary>
    public required long Ttl { get; init; }

    /// <summary>By how many seconds two clocks may differ.</summary>
    public required long Skew { get; init; }

    /// <summary>How many seconds ahead <see cref="Expires"/> may be, or <see cref="Issued"/> with <see cref="IsIssuedAhead"/>.</summary>
    public required long Horizon { get; init; }

    /// <summary>Whether <see cref="Issued"/> may be as far in the future as in the past.</summary>
    public required bool IsSymmetric { get; init; }

    /// <summary>Whether <see cref="Issued"/> may be in the future, so that only the end counts.</summary>
    public required bool IsIssuedAhead { get; init; }

    /// <summary>Whether a token ever ends.</summary>
    public bool Ends => Issued is not null || Expires is not null;

    // How many seconds ahead of now the token may have been made. Horizon is checked apart, because a time beyond it is invalid.
    private long Lead => (IsIssuedAhead, IsSymmetric) switch
    {
        (true, _) => long.MaxValue,
        (_, true) => Ttl + Skew,
        _ => Math.Max(Skew, SignerAhead),
    };

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
        if (!Ends && NotBefore is null) return null;
        if (!TryRead(Issued, values, path, out var issued)
            || !TryRead(Expires, values, path, out var expires)
            || !TryRead(NotBefore, values, path, out var notBefore))
            return DenyReason.InvalidToken;

        if (notBefore - Skew > now) return DenyReason.NotYetValid;
        if (issued is { } made)
        {
            if (made - Lead > now) return DenyReason.NotYetValid;
            until = made + Ttl + Skew;
        }

        if (expires is { } end) until = Math.Min(until, end + Skew);
        if (expires - now > Horizon || (IsIssuedAhead && issued - now > Horizon)) return DenyReason.InvalidToken;
        return until < now ? DenyReason.Expired : null;
    }

    /// <summary>Fills in the times of a token that is made now.</summary>
    public void Fill(ref FieldValues values, long now, TimeSpan? lifetime)
    {
        if (Issued is { } issued) values[issued.Field] = Bytes(issued, now);
        if (Expires is { } expires) values[expires.Field] = Bytes(expires, now + (long)(lifetime?.TotalSeconds ?? Ttl));
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
