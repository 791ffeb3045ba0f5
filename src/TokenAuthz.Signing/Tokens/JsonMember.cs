using System.Collections.Immutable;

namespace TokenAuthz.Signing.Tokens;

/// <summary>A member of an object, or an element of a list, that a codec reads: a field, or an object or list of its own.</summary>
/// <param name="Name">The name, decoded.</param>
/// <param name="Index">The place in a list; -1 for a member of an object.</param>
/// <param name="Field">The number of the field; -1 for an object or a list.</param>
/// <param name="Type">The type of the field's value.</param>
/// <param name="Members">The members of the object or list; empty for a field.</param>
internal sealed record JsonMember(byte[] Name, int Index, int Field, JsonType Type, ImmutableArray<JsonMember> Members)
{
    /// <summary>Whether it is a list.</summary>
    public bool IsList { get; } = !Members.IsEmpty && Members[0].Index >= 0;

    /// <summary>Finds an element by its place; null when there is none.</summary>
    public static JsonMember? Find(ImmutableArray<JsonMember> elements, int index)
    {
        foreach (var element in elements)
        {
            if (element.Index == index) return element;
        }

        return null;
    }

    /// <summary>Finds a member by its name; null when there is none.</summary>
    public static JsonMember? Find(ImmutableArray<JsonMember> members, ReadOnlySpan<byte> name)
    {
        foreach (var member in members)
        {
            if (name.SequenceEqual(member.Name)) return member;
        }

        return null;
    }
}
