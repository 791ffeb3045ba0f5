using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// Checks that a message can be taken apart in one way only, so that no byte can move from one part to the next under the same
/// signature. Pieces are told apart from both ends: a piece ends where its fixed length ends, at a byte that it cannot hold, or at
/// the key, which no client can write into a request. One piece may remain between them: it is the rest.
/// </summary>
/// <param name="pieces">The pieces of the message.</param>
/// <param name="forms">The form of each.</param>
/// <param name="allowed">Neighbours that may run together, as the template writes them.</param>
internal sealed class MessageBorders(
    ImmutableArray<MessagePiece> pieces,
    ImmutableArray<TextForm> forms,
    ImmutableArray<string> allowed)
{
    private readonly PieceGuard[] _guards = new PieceGuard[pieces.Length];

    // Pieces before the first and from the second on are told apart.
    private int _left;
    private int _right = pieces.Length;

    /// <summary>Finds the limits that each piece must keep to in a request.</summary>
    /// <exception cref="FormatException">Two neighbours run together.</exception>
    public IReadOnlyList<PieceGuard> Find()
    {
        while (true)
        {
            Narrow(mayRestrict: false);
            Narrow(mayRestrict: true);
            if (_right - _left <= 1) return _guards;

            var next = _left + 1;
            while (IsConstant(next)) next++;
            var border = string.Concat(pieces[_left..(next + 1)].Select(piece => piece.Text));
            if (!allowed.Contains(border)) throw new FormatException(Refusal(pieces[_left].Text, pieces[next].Text, border));
            _left++;
        }
    }

    private static string Refusal(string first, string second, string border)
    {
        var written = border.Replace("\n", "\\n", StringComparison.Ordinal);
        return $"nothing tells where {first} ends and {second} begins in {written}: bytes could move from one to the other under " +
            $"the same signature; write a text between them that {first} cannot hold, such as \\n, " +
            $"or list \"{written}\" in AllowUnseparated if a published format is so";
    }

    private void Narrow(bool mayRestrict)
    {
        while (_right - _left > 1 && IsToldFromRight(_right - 1, mayRestrict)) _right--;
        while (_right - _left > 1 && IsToldFromLeft(_left, mayRestrict)) _left++;
    }

    private bool HoldsKey(int index) => pieces[index].Part == MessageParts.Key && pieces[index].Filters.IsEmpty;

    private bool IsConstant(int index) => forms[index] == TextForm.Constant;

    // The piece begins where the piece before it ends.
    private bool IsToldFromLeft(int index, bool mayRestrict)
    {
        if (forms[index].IsFixed || forms[index].EndsItself) return true;
        var next = index + 1;
        if (HoldsKey(next)) return true;
        if (pieces[next].Part == MessageParts.Literal) return IsEndedBy(index, pieces[next].Literal, mayRestrict);
        if (forms[next].Start is not { } start) return false;
        if (forms[next].MayBeEmpty) return IsRest(next, start);
        if (!IsEndedBy(index, [start], mayRestrict)) return false;
        _guards[next] = _guards[next] with { Start = start };
        return true;
    }

    // The piece behind one that may be empty is told from the right, so that only its first byte tells the two apart.
    private bool IsRest(int next, byte start)
    {
        if (next + 1 != _right) return false;
        _guards[next - 1] = _guards[next - 1].WithStop(start);
        return true;
    }

    // The piece ends where the piece behind it begins.
    private bool IsToldFromRight(int index, bool mayRestrict)
    {
        if (forms[index].IsFixed || forms[index].BeginsItself) return true;
        var before = index - 1;
        if (HoldsKey(before)) return true;
        if (pieces[before].Part == MessageParts.Literal) return IsEndedBy(index, pieces[before].Literal, mayRestrict);
        return forms[before].End is { } end && IsEndedBy(index, [end], mayRestrict);
    }

    // Whether a neighbour holds a byte that the piece cannot hold, or that a check may deny in it. Line ends and punctuation are
    // taken first; letters and digits never are, because too many values hold them.
    private bool IsEndedBy(int index, byte[] neighbour, bool mayRestrict)
    {
        var form = forms[index];
        foreach (var stop in neighbour.OrderBy(value => value > 0x20).ThenByDescending(value => value))
        {
            var isRestriction = form.Bytes.Contains(stop);
            if (isRestriction && (!mayRestrict || !form.MayBeRestricted || char.IsAsciiLetterOrDigit((char)stop))) continue;
            _guards[index] = _guards[index].WithStop(stop);
            return true;
        }

        return false;
    }
}
