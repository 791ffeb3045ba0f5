using System.Collections.Immutable;
using System.Diagnostics;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>An entry of the setting <c>Items</c>: a text of the request, the filters that decode it, and the fields in it.</summary>
/// <param name="source">The text.</param>
/// <param name="carrier">The field that is the text; -1 when it is none.</param>
/// <param name="filters">What decodes it.</param>
/// <param name="codec">What reads fields out of it.</param>
internal sealed class TokenItem(ItemSource source, int carrier, ImmutableArray<TextFilter> filters, ITokenCodec codec)
{
    /// <summary>The text that fields are read from.</summary>
    public ItemSource Source => source;

    /// <summary>The field that is the text; -1 when the text is the query or the body.</summary>
    public int Field => carrier;

    /// <summary>The filters, in the order in which they are applied.</summary>
    public ImmutableArray<TextFilter> Filters => filters;

    /// <summary>What reads fields out of the text.</summary>
    public ITokenCodec Codec => codec;

    /// <summary>Whether the text may hold a field.</summary>
    public bool Has(int field) => codec.Fields.Any(item => item.Field == field);

    /// <summary>Whether a field is a list of texts with a zero byte between two.</summary>
    public bool MakesList(int field) => codec.IsList(field) || (codec is AsCodec && Has(field) && filters is [.., { MakesList: true }]);

    /// <summary>Reads the fields. A token without the text has none of them.</summary>
    /// <returns>False when the text is ill-formed, or lacks a field that is required.</returns>
    public bool TryRead<TRequest>(
        scoped ref TRequest request, ReadOnlySpan<byte> target, ref FieldValues values, ref TextArena arena)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (source is ItemSource.Field && !values.Has(carrier)) return true;
        var text = source switch
        {
            ItemSource.Field => values[carrier],
            ItemSource.Query => RequestPath.QueryOf(target),
            ItemSource.Body => request.Body,
            _ => throw new UnreachableException(),
        };
        foreach (var filter in filters)
        {
            if (!arena.TryReserve(filter.RoomFor(text.Length), out var room)) return false;
            var length = filter.Apply(text, room);
            if (length < 0) return false;
            arena.Take(length);
            text = room[..length];
        }

        return codec.TryRead(text, ref values, ref arena) && HasRequired(values);
    }

    /// <summary>Writes the text from its fields, for a signer.</summary>
    public byte[] Write(scoped in FieldValues values)
    {
        var text = codec.Write(values);
        foreach (var filter in filters.Reverse())
        {
            if (filter.Inverse is not { } inverse) continue;
            var room = new byte[inverse.RoomFor(text.Length)];
            text = room[..inverse.Apply(text, room)];
        }

        return text;
    }

    /// <summary>The bytes that the text can hold behind its filters.</summary>
    /// <param name="bytes">The bytes that it can hold in the request.</param>
    public ImmutableHashSet<byte> Decoded(ImmutableHashSet<byte> bytes) => filters.FormOf(new() { Bytes = bytes }).Bytes;

    private bool HasRequired(scoped in FieldValues values)
    {
        foreach (var item in codec.Fields)
        {
            if (item.IsRequired && !values.Has(item.Field)) return false;
        }

        return true;
    }
}
