using System.Collections.Immutable;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>Reads a token's fields out of a request.</summary>
/// <param name="parts">The parts of the token; each is at one of its locators.</param>
/// <param name="items">A field that is a list of fields; null for none.</param>
/// <param name="credentials">The fields that only a token has. Others, such as a date, are in requests without one too.</param>
internal sealed class TokenReader(ImmutableArray<ImmutableArray<TokenLocator>> parts, FieldItems? items, params int[] credentials)
{
    private readonly bool[] _isCredential = [.. parts.Select(locators => locators[0].Pattern.Fields.Any(credentials.Contains))];

    public ImmutableArray<ImmutableArray<TokenLocator>> Parts => parts;

    public FieldItems? Items => items;

    /// <summary>Reads the token.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">Its target, taken once.</param>
    /// <param name="values">Takes the fields.</param>
    /// <returns>Why there is no token to verify; null when there is.</returns>
    public DenyReason? Read<TRequest>(ref TRequest request, ReadOnlySpan<byte> target, ref FieldValues values)
        where TRequest : struct, IRequestView
    {
        var found = 0;
        DenyReason? failure = null;
        for (var i = 0; i < parts.Length; i++)
        {
            var (isFound, isRead) = ReadPart(ref request, target, parts[i], ref values);
            if (isFound && _isCredential[i]) found++;
            if (!isRead) failure = DenyReason.InvalidToken;
        }

        if (found == 0) return DenyReason.MissingToken;
        if (failure is null && items is not null && !items.TryRead(ref values, RequestPath.QueryOf(target))) return DenyReason.InvalidToken;
        return failure;
    }

    private static (bool IsFound, bool IsRead) ReadPart<TRequest>(ref TRequest request, ReadOnlySpan<byte> target, ImmutableArray<TokenLocator> locators, ref FieldValues values)
        where TRequest : struct, IRequestView
    {
        var (isFound, isRead) = (false, false);
        foreach (var locator in locators)
        {
            var count = locator.Find(ref request, target, out var text);
            if (count is HeaderCount.None || !IsMeant(locators, locator, count, text)) continue;

            // Two tokens, one of them valid: which one counts is not for us to guess.
            if (isFound) return (true, false);
            isFound = true;
            isRead = count is HeaderCount.One && locator.Pattern.TryRead(text, ref values);
        }

        return (isFound, isRead);
    }

    // Where a token may be in several places, a header like Authorization may hold something else altogether; and a path
    // that does not begin as a token's does holds none.
    private static bool IsMeant(ImmutableArray<TokenLocator> locators, TokenLocator locator, HeaderCount count, ReadOnlySpan<byte> text) =>
        count is HeaderCount.Several
        || (locators.Length == 1 && locator.Place is not TokenPlace.Path)
        || text.StartsWith(locator.Pattern.Start);
}
