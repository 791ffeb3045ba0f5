using System.Collections.Immutable;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Verifying;

/// <summary>
/// Takes the parts of a token that are in the query or in cookies off a request. Every other byte stays as it is, and where it is.
/// </summary>
public sealed class TokenRemoval
{
    private readonly ImmutableArray<byte[]> _parameters;
    private readonly ImmutableArray<byte[]> _cookies;

    internal TokenRemoval(IReadOnlyCollection<TokenLocator> locators)
    {
        _parameters = NamesOf(TokenPlace.Query);
        _cookies = NamesOf(TokenPlace.Cookie);

        ImmutableArray<byte[]> NamesOf(TokenPlace place) =>
            [.. locators.Where(locator => locator.Place == place).DistinctBy(locator => locator.Name).Select(locator => locator.NameBytes)];
    }

    /// <summary>Whether a part of a token may be in the query.</summary>
    public bool HasParameters => !_parameters.IsEmpty;

    /// <summary>Whether a part of a token may be in a cookie.</summary>
    public bool HasCookies => !_cookies.IsEmpty;

    /// <summary>Takes the token's parameters off a target; the question mark goes with the last parameter.</summary>
    /// <param name="target">The target as on the wire.</param>
    /// <param name="rest">Room for as many bytes as the target has.</param>
    /// <param name="length">How many bytes were written.</param>
    /// <returns>False when the target has no parameter of a token.</returns>
    public bool TryTakeOffTarget(ReadOnlySpan<byte> target, Span<byte> rest, out int length)
    {
        var query = target.IndexOf((byte)'?') + 1;
        length = 0;
        if (query == 0 || !TryTakeOff(target[query..], (byte)'&', _parameters, rest[query..], out var left)) return false;
        target[..query].CopyTo(rest);
        length = left is { } kept ? query + kept : query - 1;
        return true;
    }

    /// <summary>Takes the token's cookies off a header <c>Cookie</c>.</summary>
    /// <param name="header">The header's value.</param>
    /// <param name="rest">Room for as many bytes as the value has.</param>
    /// <param name="length">How many bytes were written; 0 when no cookie is left.</param>
    /// <returns>False when the header has no cookie of a token.</returns>
    public bool TryTakeOffCookies(ReadOnlySpan<byte> header, Span<byte> rest, out int length)
    {
        var isTaken = TryTakeOff(header, (byte)';', _cookies, rest, out var left);
        length = left ?? 0;
        return isTaken;
    }

    // Left is null when nothing is.
    private static bool TryTakeOff(
        ReadOnlySpan<byte> list, byte separator, ImmutableArray<byte[]> names, Span<byte> rest, out int? left)
    {
        var isTaken = false;
        left = null;
        foreach (var range in list.Split(separator))
        {
            var part = list[range];
            if (IsAny(separator == ';' ? part.TrimStart((byte)' ') : part, names))
            {
                isTaken = true;
                continue;
            }

            var end = left ?? 0;
            if (left is not null) rest[end++] = separator;
            else if (separator == ';') part = part.TrimStart((byte)' ');
            part.CopyTo(rest[end..]);
            left = end + part.Length;
        }

        return isTaken;
    }

    private static bool IsAny(ReadOnlySpan<byte> part, ImmutableArray<byte[]> names)
    {
        foreach (var name in names)
        {
            if (part.Length > name.Length && part[name.Length] == '=' && part.StartsWith(name)) return true;
        }

        return false;
    }
}
