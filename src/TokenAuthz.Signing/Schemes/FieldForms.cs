using System.Collections.Immutable;
using System.Diagnostics;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Schemes;

/// <summary>What the fields of a token can look like in a message: what their places and patterns let them hold.</summary>
internal sealed class FieldForms(
    TokenFields fields,
    List<TokenLocator> locators,
    KeyValueList? items,
    IReadOnlyDictionary<int, TimeFormat> times)
{
    private static readonly string[] Ends = [WellKnownFields.Issued, WellKnownFields.Expires];

    /// <summary>Whether a token without the field is invalid.</summary>
    public bool IsRequired(int field) =>
        locators.Exists(locator => locator.Pattern.RequiredFields.Contains(field))
        || (items?.Items.Any(item => item.Field == field && item.IsRequired) ?? false);

    public PieceForm Of(int field)
    {
        var bytes = BytesOf(field);
        if (!times.TryGetValue(field, out var format))
            return new() { Bytes = bytes, Start = field == fields.IndexOf(WellKnownFields.Path) ? (byte)'/' : null, MayBeRestricted = true };
        var isFixed = format.IsAlwaysFixed || (format.IsFixed && Ends.Contains(fields.Names[field]));
        return new() { Bytes = bytes.Intersect(format.Bytes), IsFixed = isFixed && IsRequired(field) };
    }

    /// <summary>What of a value a token cannot carry in a field, in one of its places; null when it can carry all of it.</summary>
    public string? ObstacleIn(int field, string value) =>
        LocatorsOf(field).Select(locator => ObstacleIn(locator, field, value)).FirstOrDefault(obstacle => obstacle is not null)
        ?? (items is not null && items.Items.Any(item => item.Field == field) ? OtherThan(BytesInList(), value) : null);

    private static string? ObstacleIn(TokenLocator locator, int field, string value) =>
        OtherThan(locator.Pattern.BytesOf(field, BytesAt(locator.Place)), value)
        ?? locator.Pattern.EndsOf(field).FirstOrDefault(end => value.Contains(end, StringComparison.Ordinal));

    private static string? OtherThan(ImmutableHashSet<byte> bytes, string value) =>
        value.Where(character => character > 0x7f || !bytes.Contains((byte)character)).Select(character => $"{character}").FirstOrDefault();

    private ImmutableHashSet<byte> BytesOf(int field) =>
    [
        .. LocatorsOf(field).SelectMany(locator => locator.Pattern.BytesOf(field, BytesAt(locator.Place))),
        .. items is not null && items.Items.Any(item => item.Field == field) ? BytesInList() : [],
    ];

    private IEnumerable<TokenLocator> LocatorsOf(int field) => locators.Where(locator => locator.Pattern.Fields.Contains(field));

    private ImmutableHashSet<byte> BytesInList() =>
        (items!.Field < 0 ? BytesAt(TokenPlace.Query) : BytesOf(items.Field)).Remove(items.Separator);

    private static ImmutableHashSet<byte> BytesAt(TokenPlace place) => place switch
    {
        TokenPlace.Query => HttpBytes.Target.Remove((byte)'&'),
        TokenPlace.Path => HttpBytes.Path,
        TokenPlace.Cookie => HttpBytes.HeaderValue.Remove((byte)';'),
        TokenPlace.Header => HttpBytes.HeaderValue,
        _ => throw new UnreachableException(),
    };
}
