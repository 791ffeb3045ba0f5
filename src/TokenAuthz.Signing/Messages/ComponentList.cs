using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Messages;

/// <summary>The components that an RFC 9421 signature covers: the items of an inner list.</summary>
internal ref struct ComponentList(ReadOnlySpan<byte> text)
{
    // Each component is compared with all before it, so that their number has to be bounded.
    public const int MaxCount = 64;

    private readonly ReadOnlySpan<byte> _text = text;
    private InnerListReader _list = new(text);
    private int _count;
    private bool _isBroken;

    /// <summary>Whether everything was read, and all of it was well-formed.</summary>
    public readonly bool IsDone => !_isBroken && _list.IsDone;

    /// <summary>Takes the next component.</summary>
    /// <returns>
    /// False at the end, and where the list is ill-formed, too long or has a component twice; <see cref="IsDone"/> tells them apart.
    /// </returns>
    public bool TryTake(out FieldMember item, out Component component)
    {
        component = default;
        if (!_list.TryTake(out item)) return false;
        _isBroken = _count == MaxCount || !Component.TryRead(item, out component) || IsAmongFirst(component);
        _count++;
        return !_isBroken;
    }

    /// <summary>Whether the list is well-formed, and has everything that a signature has to cover.</summary>
    /// <param name="text">The components, as in the request.</param>
    /// <param name="required">A component that has to be covered.</param>
    public static bool Covers(ReadOnlySpan<byte> text, RequiredComponent required)
    {
        var list = new InnerListReader(text);
        while (list.TryTake(out var item))
        {
            if (Component.TryRead(item, out var component) && required.IsIn(component)) return true;
        }

        return false;
    }

    /// <summary>Whether the list has a member of a header that is a dictionary.</summary>
    public static bool CoversMember(ReadOnlySpan<byte> text, HeaderName header, ReadOnlySpan<byte> key)
    {
        var list = new InnerListReader(text);
        while (list.TryTake(out var item))
        {
            if (!item.Item.IsString(header.Bytes) || !Component.TryRead(item, out var component)) continue;
            if ((component.Parameters & Component.Keyed) != 0 && component.Argument.SequenceEqual(key)) return true;
        }

        return false;
    }

    private readonly bool IsAmongFirst(Component component)
    {
        var list = new InnerListReader(_text);
        for (var i = 0; i < _count && list.TryTake(out var item); i++)
        {
            if (item.Item.IsString(component.Name) && Component.TryRead(item, out var other) && other.IsSame(component)) return true;
        }

        return false;
    }
}
