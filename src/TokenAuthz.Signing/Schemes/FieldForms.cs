using System.Collections.Immutable;
using System.Diagnostics;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Schemes;

/// <summary>The forms of a token's fields in a message, by the bytes that their places and patterns can hold.</summary>
internal sealed class FieldForms(TokenTemplate token)
{
    private static readonly string[] Ends = [WellKnownFields.Issued, WellKnownFields.Expires];

    /// <summary>The form of a field.</summary>
    public TextForm Of(int field)
    {
        var bytes = BytesOf(field);
        if (!token.Times.TryGetValue(field, out var format))
        {
            byte? start = token.Fields.Names[field] is WellKnownFields.Path or WellKnownFields.Folder ? (byte)'/' : null;
            return new() { Bytes = bytes, Start = start, MayBeRestricted = true };
        }

        var isFixed = format.IsAlwaysFixed || (format.IsFixed && Ends.Contains(token.Fields.Names[field]));
        return new() { Bytes = bytes.Intersect(format.Bytes), IsFixed = isFixed && token.IsRequired(field) };
    }

    /// <summary>The text in a value that a field cannot carry in one of its places; null when it can carry the value.</summary>
    public string? ObstacleIn(int field, string value) =>
        token.LocatorsOf(field).Select(locator => ObstacleIn(locator, field, value)).FirstOrDefault(obstacle => obstacle is not null)
        ?? token.ItemsOf(field).Select(item => ObstacleIn(item, field, value)).FirstOrDefault(obstacle => obstacle is not null);

    private static string? ObstacleIn(TokenLocator locator, int field, string value) =>
        OtherThan(locator.Pattern.BytesOf(field, BytesAt(locator.Place)), value)
        ?? locator.Pattern.EndsOf(field).FirstOrDefault(end => value.Contains(end, StringComparison.Ordinal));

    private string? ObstacleIn(TokenItem item, int field, string value) =>
        OtherThan(BytesIn(item, field), value)
        ?? item.Codec.EndsOf(field).FirstOrDefault(end => value.Contains(end, StringComparison.Ordinal));

    private static string? OtherThan(ImmutableHashSet<byte> bytes, string value) =>
        value.Where(c => c > 0x7f || !bytes.Contains((byte)c)).Select(c => $"{c}").FirstOrDefault();

    private ImmutableHashSet<byte> BytesOf(int field) =>
    [
        .. token.LocatorsOf(field).SelectMany(locator => locator.Pattern.BytesOf(field, BytesAt(locator.Place))),
        .. token.ItemsOf(field).SelectMany(item => BytesIn(item, field)),
    ];

    private ImmutableHashSet<byte> BytesIn(TokenItem item, int field) => item.Codec.BytesOf(field, item.Decoded(item.Source switch
    {
        ItemSource.Field => BytesOf(item.Field),
        ItemSource.Query => HttpBytes.Target,
        ItemSource.Body => HttpBytes.All,
        _ => throw new UnreachableException(),
    }));

    private static ImmutableHashSet<byte> BytesAt(TokenPlace place) => place switch
    {
        TokenPlace.Header => HttpBytes.HeaderValue,
        TokenPlace.Query => HttpBytes.Target.Remove((byte)'&'),
        TokenPlace.Cookie => HttpBytes.HeaderValue.Remove((byte)';'),
        TokenPlace.Path => HttpBytes.Path,
        _ => throw new UnreachableException(),
    };
}
