using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Rules;

/// <summary>
/// When a token holds, by the fields <c>issued</c>, <c>expires</c>, <c>not_before</c> and <c>lifetime</c>. Everything is in
/// milliseconds; a time in whole seconds includes all of its second.
/// </summary>
internal sealed class TimeRule
{
    // A signer's clock may be this far ahead of ours without a Skew, because its tokens reach us within the second.
    private const long SignerAhead = 5 * Instant.Second;

    // A lifetime of ten digits is three centuries.
    private const int MaxLifetimeDigits = 10;

    /// <summary>The field with the time at which the token was made; null for none.</summary>
    public required TimeField? Issued { get; init; }

    /// <summary>The field with the last instant at which the token holds; null for none.</summary>
    public required TimeField? Expires { get; init; }

    /// <summary>The field with the first instant at which the token holds; null for none.</summary>
    public required TimeField? NotBefore { get; init; }

    /// <summary>
    /// The field with the seconds that the token holds after <see cref="Issued"/>, in place of <see cref="Ttl"/>; -1 for none.
    /// </summary>
    public required int Lifetime { get; init; }

    /// <summary>How long a token without <see cref="Lifetime"/> holds after <see cref="Issued"/>.</summary>
    public required long Ttl { get; init; }

    /// <summary>The longest <see cref="Lifetime"/>, and the longest time from <see cref="Issued"/> to <see cref="Expires"/>.</summary>
    public required long MaxLifetime { get; init; }

    /// <summary>By how much two clocks may differ.</summary>
    public required long Skew { get; init; }

    /// <summary>How far ahead <see cref="Expires"/> may be, or <see cref="Issued"/> with <see cref="IsIssuedAhead"/>.</summary>
    public required long Horizon { get; init; }

    /// <summary>Whether <see cref="Issued"/> may be as far in the future as in the past.</summary>
    public required bool IsSymmetric { get; init; }

    /// <summary>Whether <see cref="Issued"/> may be in the future, so that only the end counts.</summary>
    public required bool IsIssuedAhead { get; init; }

    /// <summary>Whether a token has ended at <see cref="Expires"/> already, and not after it.</summary>
    public required bool IsExpiresExclusive { get; init; }

    /// <summary>Whether a token begins after <see cref="NotBefore"/>, and not at it.</summary>
    public required bool IsNotBeforeExclusive { get; init; }

    /// <summary>Whether a token ever ends.</summary>
    public bool Ends => Issued is not null || Expires is not null;

    /// <summary>Whether the time of a check matters.</summary>
    public bool IsNeeded => Ends || NotBefore is not null;

    // How far ahead of now the token may have been made. Horizon is checked apart, because a time beyond it has a reason of its own.
    private long Lead => (IsIssuedAhead, IsSymmetric) switch
    {
        (true, _) => long.MaxValue,
        (_, true) => Ttl + Skew,
        _ => Math.Max(Skew, SignerAhead),
    };

    /// <summary>Checks the times of a token.</summary>
    /// <param name="values">The token's fields.</param>
    /// <param name="path">The path that is signed.</param>
    /// <param name="time">The time of the check.</param>
    /// <param name="until">
    /// The second, in Unix time, within which the token ends, also if that is too late; <see cref="long.MaxValue"/> if it never ends.
    /// </param>
    /// <returns>Why the token does not hold; null when it does.</returns>
    public DenyReason? Check(in FieldValues values, ReadOnlySpan<byte> path, DateTimeOffset time, out long until)
    {
        until = long.MaxValue;
        if (!IsNeeded) return null;
        if (!TryRead(Issued, values, path, out var issued)
            || !TryRead(Expires, values, path, out var expires)
            || !TryRead(NotBefore, values, path, out var notBefore)
            || !TryReadLifetime(values, out var lifetime))
            return DenyReason.InvalidToken;

        var now = time.ToUnixTimeMilliseconds();
        var end = EndOf(issued, expires, lifetime);
        if (end != long.MaxValue) until = end / Instant.Second;

        var begin = IsNotBeforeExclusive ? notBefore?.Last + 1 : notBefore?.First;
        if (begin - Skew > now || issued?.First - Lead > now) return DenyReason.NotYetValid;
        if (IsTooLate(issued, expires, lifetime, now)) return DenyReason.EndsTooLate;
        return end < now ? DenyReason.Expired : null;
    }

    // The last millisecond at which the token holds.
    private long EndOf(Instant? issued, Instant? expires, long? lifetime)
    {
        var end = long.MaxValue;
        if (issued is { } made)
            end = lifetime is { } life && IsExpiresExclusive ? made.First + life - 1 : made.Last + (lifetime ?? Ttl);
        if (expires is { } last) end = Math.Min(end, IsExpiresExclusive ? last.First - 1 : last.Last);
        return end == long.MaxValue ? end : end + Skew;
    }

    // A token that does not tell when it was made is taken for one that was made now.
    private bool IsTooLate(Instant? issued, Instant? expires, long? lifetime, long now) =>
        expires?.First - now > Horizon
        || (IsIssuedAhead && issued?.First - now > Horizon)
        || lifetime > MaxLifetime
        || expires?.First - (issued?.First ?? now) > MaxLifetime;

    /// <summary>Fills in the times of a token that is made now.</summary>
    /// <param name="values">Receives the times.</param>
    /// <param name="now">Unix time in seconds.</param>
    /// <param name="lifetime">How long the token holds; null for the scheme's ttl.</param>
    public void Fill(ref FieldValues values, long now, TimeSpan? lifetime)
    {
        var seconds = (long?)lifetime?.TotalSeconds ?? (Ttl / Instant.Second);
        if (Issued is { } issued) values[issued.Field] = Bytes(issued.Format.Write(now));
        if (NotBefore is { IsRequired: true } begin) values[begin.Field] = Bytes(begin.Format.Write(now));
        if (Expires is { } expires) values[expires.Field] = Bytes(expires.Format.Write(now + seconds));
        if (Lifetime >= 0) values[Lifetime] = Bytes(TimeFormat.Parse(null).Write(seconds));
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    // A field that may be absent, as in Akamai's tokens, is no error if it is absent.
    private static bool TryRead(TimeField? field, in FieldValues values, ReadOnlySpan<byte> path, out Instant? instant)
    {
        instant = null;
        if (field is not { } present || !values.Has(present.Field)) return field is not { IsRequired: true };
        var text = values[present.Field];
        if (!present.Format.TryRead(text, out var read) || present.Format.MayBeginWithin(path, text)) return false;
        instant = read;
        return true;
    }

    private bool TryReadLifetime(in FieldValues values, out long? milliseconds)
    {
        milliseconds = null;
        if (!values.Has(Lifetime)) return true;
        if (!UnixTime.TryReadDecimal(values[Lifetime], MaxLifetimeDigits, out var seconds) || seconds == 0) return false;
        milliseconds = seconds * Instant.Second;
        return true;
    }
}
