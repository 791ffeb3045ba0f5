using System.Collections.Immutable;
using System.Diagnostics;
using TokenAuthz.Signing.Json;

namespace TokenAuthz.Signing.Tokens;

/// <summary>One reading of one text of JSON, of at most 32 levels.</summary>
/// <param name="text">The text, of valid UTF-8.</param>
/// <param name="isClosed">Whether an object that has fields may have no other members.</param>
internal ref struct JsonWalk(ReadOnlySpan<byte> text, bool isClosed)
{
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> _text = text;
    private JsonScanner _json = new(text);

    /// <summary>Reads the text.</summary>
    /// <returns>False when it is not an object, or not one with the values asked for.</returns>
    public bool TryRead(ImmutableArray<JsonMember> members, scoped ref JsonNames names, ref FieldValues values, ref TextArena arena) =>
        TryReadObject(members, isClosed, depth: 1, ref names, ref values, ref arena) && _json.IsAtEnd;

    private bool TryReadObject(
        ImmutableArray<JsonMember> members,
        bool isClosedHere,
        int depth,
        scoped ref JsonNames names,
        ref FieldValues values,
        ref TextArena arena)
    {
        if (depth > MaxDepth || !_json.TryTake((byte)'{')) return false;
        if (_json.TryTake((byte)'}')) return true;
        var first = names.Count;
        do
        {
            if (!names.TryTake(ref _json, first, out var name) || !_json.TryTake((byte)':')) return false;
            var member = JsonMember.Find(members, name);
            if (member is null && isClosedHere) return false;
            if (!TryReadMember(member, depth + 1, ref names, ref values, ref arena)) return false;
        }
        while (_json.TryTake((byte)','));

        names.End(first);
        return _json.TryTake((byte)'}');
    }

    private bool TryReadList(
        ImmutableArray<JsonMember> elements,
        bool isClosedHere,
        int depth,
        scoped ref JsonNames names,
        ref FieldValues values,
        ref TextArena arena)
    {
        if (depth > MaxDepth || !_json.TryTake((byte)'[')) return false;
        var count = 0;
        if (!_json.TryTake((byte)']'))
        {
            do
            {
                var element = JsonMember.Find(elements, count++);
                if (element is null && isClosedHere) return false;
                if (!TryReadMember(element, depth + 1, ref names, ref values, ref arena)) return false;
            }
            while (_json.TryTake((byte)','));

            if (!_json.TryTake((byte)']')) return false;
        }

        return !isClosedHere || count == elements.Length;
    }

    private bool TryReadMember(JsonMember? member, int depth, scoped ref JsonNames names, ref FieldValues values, ref TextArena arena)
    {
        if (member is null) return TrySkip(depth, ref names, ref values, ref arena);
        if (member.IsList) return TryReadList(member.Members, isClosed, depth, ref names, ref values, ref arena);
        if (member.Field < 0) return TryReadObject(member.Members, isClosed, depth, ref names, ref values, ref arena);
        if (values.Has(member.Field) || !TryTakeValue(member.Type, depth, ref names, ref values, ref arena, out var value)) return false;
        values[member.Field] = value;
        return true;
    }

    private bool TryTakeValue(
        JsonType type,
        int depth,
        scoped ref JsonNames names,
        scoped ref FieldValues values,
        scoped ref TextArena arena,
        out ReadOnlySpan<byte> value)
    {
        switch (type)
        {
            case JsonType.Text:
                return TryTakeText(ref arena, out value);
            case JsonType.Number:
                return _json.TryTakeNumber(out value);
            case JsonType.Integer:
                return _json.TryTakeNumber(out value) && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9');
            case JsonType.Texts:
                return _json.Next() == '['
                    ? TryTakeTexts(depth, ref names, ref values, ref arena, out value)
                    : TryTakeText(ref arena, out value);
            case JsonType.Any:
                _ = _json.Next();
                var start = _json.Position;
                var isTaken = TrySkip(depth, ref names, ref values, ref arena);
                value = _text[start.._json.Position];
                return isTaken;
            default:
                throw new UnreachableException();
        }
    }

    private bool TryTakeText(scoped ref TextArena arena, out ReadOnlySpan<byte> value)
    {
        if (!_json.TryTakeString(out value, out var isEscaped)) return false;
        if (isEscaped)
        {
            if (!arena.TryReserve(value.Length, out var room)) return false;
            var length = JsonEscapes.Decode(value, room);
            arena.Take(length);
            value = room[..length];
        }

        return !value.Contains((byte)0);
    }

    // The texts with a zero byte between two, none of which is longer than in the list.
    private bool TryTakeTexts(
        int depth,
        scoped ref JsonNames names,
        scoped ref FieldValues values,
        scoped ref TextArena arena,
        out ReadOnlySpan<byte> value)
    {
        value = default;
        var list = _json;
        if (!TrySkip(depth, ref names, ref values, ref arena)) return false;
        if (!arena.TryReserve(_json.Position - list.Position, out var room)) return false;
        var length = 0;
        _ = list.TryTake((byte)'[');
        if (!list.TryTake((byte)']'))
        {
            do
            {
                if (!list.TryTakeString(out var content, out _)) return false;
                if (length > 0) room[length++] = 0;
                var decoded = JsonEscapes.Decode(content, room[length..]);
                if (room.Slice(length, decoded).Contains((byte)0)) return false;
                length += decoded;
            }
            while (list.TryTake((byte)','));
        }

        arena.Take(length);
        value = room[..length];
        return true;
    }

    // Takes a value that is not asked for, as strictly as one that is.
    private bool TrySkip(int depth, scoped ref JsonNames names, ref FieldValues values, ref TextArena arena)
    {
        switch (_json.Next())
        {
            case (byte)'{':
                return TryReadObject([], isClosedHere: false, depth, ref names, ref values, ref arena);
            case (byte)'[':
                return TryReadList([], isClosedHere: false, depth, ref names, ref values, ref arena);
            case (byte)'"':
                return _json.TryTakeString(out _, out _);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return _json.TryTakeNumber(out _);
            default:
                return _json.TryTakeWord();
        }
    }
}
