using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>Reads a token's fields out of a request.</summary>
/// <param name="parts">The parts of the token, each with its alternative locators; those of one place stand side by side.</param>
/// <param name="items">The texts that hold further fields, in the order in which they are read.</param>
/// <param name="signature">The field that holds one signature; -1 when it holds several.</param>
/// <param name="forbidden">The field that no token may have; -1 for none.</param>
/// <param name="isInBody">Whether the signature is in the body.</param>
/// <param name="credentials">The fields that only a token has. Others, such as a date, are in requests without a token too.</param>
internal sealed class TokenReader(
    ImmutableArray<ImmutableArray<TokenLocator>> parts,
    ImmutableArray<TokenItem> items,
    int signature,
    int forbidden,
    bool isInBody,
    params int[] credentials)
{
    /// <summary>The most locators that a token may have: each is a bit.</summary>
    public const int MaxLocators = 32;

    // Hex and base64 of both alphabets; in a query a signature may be percent-encoded.
    private static readonly SearchValues<byte> SignatureBytes =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/-_=%"u8);

    private readonly bool[] _isCredential = [.. parts.Select(locators => locators[0].Pattern.Fields.Any(credentials.Contains))];

    public ImmutableArray<ImmutableArray<TokenLocator>> Parts => parts;

    /// <summary>The locators of all parts.</summary>
    public IEnumerable<TokenLocator> Locators => parts.SelectMany(part => part);

    public ImmutableArray<TokenItem> Items => items;

    /// <summary>The locators of the fields that only a token has.</summary>
    public IEnumerable<TokenLocator> CredentialLocators => Locators.Where(locator => locator.Pattern.Fields.Any(credentials.Contains));

    /// <summary>The locators that a signer writes to: the first of each part. A locator's bit is its place among all locators.</summary>
    public uint FirstLocators
    {
        get
        {
            var (locators, bit) = (0u, 0);
            foreach (var part in parts)
            {
                locators |= 1u << bit;
                bit += part.Length;
            }

            return locators;
        }
    }

    /// <summary>Reads the token.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">The target of the request, which some views copy each time.</param>
    /// <param name="values">Receives the fields.</param>
    /// <param name="arena">Receives texts that are decoded.</param>
    /// <param name="used">The locators that held the fields, a bit each.</param>
    /// <returns>The cause why there is no token to verify; null when there is one.</returns>
    public DenyCause? Read<TRequest>(
        ref TRequest request, ReadOnlySpan<byte> target, ref FieldValues values, ref TextArena arena, out uint used)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var (found, bit) = (0, 0);
        used = 0;
        DenyCause? failure = null;
        for (var i = 0; i < parts.Length; i++)
        {
            var (isFound, fault) = ReadPart(ref request, target, parts[i], ref values, ref arena, out var usedHere);
            used |= usedHere << bit;
            bit += parts[i].Length;
            if (isFound && _isCredential[i]) found++;
            if (fault is not null) failure = fault;
        }

        if (found == 0 && (!isInBody || request.Body.IsEmpty)) return DenyCause.MissingToken;
        if (failure is not null) return failure;
        foreach (var item in items.AsSpan())
        {
            if (!item.TryRead(ref request, target, ref values, ref arena)) return DenyCause.TokenIllFormed;
        }

        return values.Has(forbidden) ? DenyCause.TokenIllFormed : null;
    }

    private (bool IsFound, DenyCause? Fault) ReadPart<TRequest>(
        ref TRequest request,
        ReadOnlySpan<byte> target,
        ImmutableArray<TokenLocator> locators,
        ref FieldValues values,
        ref TextArena arena,
        out uint used)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (locators[0].IsCandidate) return ReadCandidate(ref request, target, locators, ref values, ref arena, out used);
        return locators.Length == 1
            ? ReadOnly(locators[0], ref request, target, ref values, ref arena, out used)
            : ReadSeveral(ref request, target, locators, ref values, out used);
    }

    // Apart, because the fields of another token would be cleared at the start of every check.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private (bool IsFound, DenyCause? Fault) ReadSeveral<TRequest>(
        ref TRequest request, ReadOnlySpan<byte> target, ImmutableArray<TokenLocator> locators, ref FieldValues values, out uint used)
        where TRequest : struct, IRequestView, allows ref struct
    {
        used = 0;
        for (var (start, end) = (0, 0); start < locators.Length; start = end)
        {
            for (end = start + 1; end < locators.Length && locators[end].IsAtPlaceOf(locators[start]);) end++;
            var place = locators.AsSpan()[start..end];
            var count = place[0].Find(ref request, target, out var text);
            if (count is HeaderCount.None || (count is HeaderCount.One && !CanBegin(place, text))) continue;

            var read = default(FieldValues);
            if (count is HeaderCount.Several) return (true, DenyCause.TokenRepeated);
            if (!TryRead(place, text, ref read, out var index)) return (true, DenyCause.TokenIllFormed);

            // A request with two different tokens is denied, because an upstream might go by the other one.
            if (used != 0 && !values.AreEqual(read, place[index].Pattern.FieldBits)) return (true, DenyCause.TwoTokens);
            values.Take(read, place[index].Pattern.FieldBits);
            used |= 1u << (start + index);
        }

        return (used != 0, used != 0 ? null : WhyAbsent(locators[0]));
    }

    private static (bool IsFound, DenyCause? Fault) ReadOnly<TRequest>(
        TokenLocator only, ref TRequest request, ReadOnlySpan<byte> target, ref FieldValues values, ref TextArena arena, out uint used)
        where TRequest : struct, IRequestView, allows ref struct
    {
        used = 0;
        var count = only.Find(ref request, target, out var text);
        if (count is HeaderCount.None || (only.Place is TokenPlace.Path && !only.CanBegin(text))) return (false, WhyAbsent(only));
        used = 1;
        if (count is HeaderCount.Several && (!only.JoinsLines || !only.TryJoin(ref request, ref arena, out text)))
            return (true, DenyCause.TokenRepeated);
        return (true, only.Pattern.TryRead(text, ref values) ? null : DenyCause.TokenIllFormed);
    }

    // Reads the place whose turn it is, of those that the request has.
    private static (bool IsFound, DenyCause? Fault) ReadCandidate<TRequest>(
        ref TRequest request,
        ReadOnlySpan<byte> target,
        ImmutableArray<TokenLocator> locators,
        ref FieldValues values,
        ref TextArena arena,
        out uint used)
        where TRequest : struct, IRequestView, allows ref struct
    {
        used = 0;
        var found = 0;
        DenyCause? fault = null;
        for (var i = 0; i < locators.Length; i++)
        {
            if (locators[i].Find(ref request, target, out _) is HeaderCount.None) continue;
            if (found++ != values.Candidate) continue;
            (_, fault) = ReadOnly(locators[i], ref request, target, ref values, ref arena, out used);
            used <<= i;
        }

        values.HasNextCandidate = found > values.Candidate + 1;
        return (found > 0, found > 0 ? fault : WhyAbsent(locators[0]));
    }

    // A part of the token that the request does not have.
    private static DenyCause? WhyAbsent(TokenLocator first) =>
        first.IsOptional ? null : DenyCause.TokenIllFormed;

    // A text that two alternatives of one place can read is denied, because they could read different fields.
    private bool TryRead(ReadOnlySpan<TokenLocator> place, ReadOnlySpan<byte> text, ref FieldValues values, out int index)
    {
        index = -1;
        for (var i = 0; i < place.Length; i++)
        {
            var read = default(FieldValues);
            if (!CanRead(place[i], text, signature, ref read)) continue;
            if (index >= 0) return false;
            index = i;
            values = read;
        }

        return index >= 0;
    }

    /// <summary>Reads one alternative of several; not a text whose signature has bytes that no encoding of signatures has.</summary>
    public static bool CanRead(TokenLocator locator, ReadOnlySpan<byte> text, int signature, ref FieldValues values) =>
        locator.Pattern.TryRead(text, ref values) && !values[signature].ContainsAnyExcept(SignatureBytes);

    // Where a token may be in several places, a header like Authorization may hold something else altogether.
    private static bool CanBegin(ReadOnlySpan<TokenLocator> place, ReadOnlySpan<byte> text)
    {
        foreach (var locator in place)
        {
            if (locator.CanBegin(text)) return true;
        }

        return false;
    }
}
