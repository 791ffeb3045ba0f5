using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Messages;

/// <summary>A component identifier of RFC 9421, section 2: a header or
/// derived component, and parameters that select a part of it.</summary>
internal readonly ref struct Component
{
    /// <summary>The parameter <c>sf</c>: the header as a structured field is serialized (section 2.1.1).</summary>
    public const int Structured = 1;

    /// <summary>The parameter <c>key</c>: one member of a dictionary (section 2.1.2).</summary>
    public const int Keyed = 2;

    /// <summary>The parameter <c>bs</c>: each line of the header as bytes (section 2.1.3).</summary>
    public const int Binary = 4;

    /// <summary>The parameter <c>name</c>: one parameter of the query (section 2.2.8).</summary>
    public const int Named = 8;

    private Component(ReadOnlySpan<byte> name, int parameters, ReadOnlySpan<byte> argument)
    {
        Name = name;
        Parameters = parameters;
        Argument = argument;
    }

    /// <summary>The name: a header's in lower case, or a derived component's with its <c>@</c>.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The parameters, a bit each.</summary>
    public int Parameters { get; }

    /// <summary>The value of <c>key</c> or <c>name</c>; empty without one.</summary>
    public ReadOnlySpan<byte> Argument { get; }

    /// <summary>Whether the component is made of the request, and not of a header.</summary>
    public bool IsDerived => Name[0] == '@';

    /// <summary>
    /// Whether two identifiers are the same, whatever the order of their parameters; the names of a query's parameters are compared as
    /// they are written.
    /// </summary>
    public bool IsSame(Component other) =>
        Parameters == other.Parameters && Name.SequenceEqual(other.Name) && Argument.SequenceEqual(other.Argument);

    /// <summary>Reads an identifier.</summary>
    /// <returns>
    /// False when it is no string, or has a parameter that is unknown, there twice, without meaning for its component, or one that
    /// no request has here: <c>tr</c> (trailers, which no gateway passes on) and <c>req</c> (of a response).
    /// </returns>
    public static bool TryRead(FieldMember item, out Component component)
    {
        component = default;
        if (item.Item.Kind is not BareItemKind.String || item.Item.Content.IsEmpty) return false;
        var parameters = 0;
        ReadOnlySpan<byte> argument = default;
        var reader = new ParameterReader(item.Parameters);
        while (reader.TryTake(out var key, out var value))
        {
            var parameter = Parameter(key);
            var isString = parameter is Keyed or Named;
            var isWellFormed = isString ? value.Kind is BareItemKind.String && !value.Content.IsEmpty : value.IsTrue;
            if (parameter == 0 || !isWellFormed || (parameters & parameter) != 0) return false;
            parameters |= parameter;
            if (isString) argument = value.Content;
        }

        component = new(item.Item.Content, parameters, argument);
        return component.HasMeaning();
    }

    private static int Parameter(ReadOnlySpan<byte> key)
    {
        if (key.SequenceEqual("sf"u8)) return Structured;
        if (key.SequenceEqual("key"u8)) return Keyed;
        if (key.SequenceEqual("bs"u8)) return Binary;
        return key.SequenceEqual("name"u8) ? Named : 0;
    }

    private bool HasMeaning()
    {
        if (IsDerived) return Parameters == (Name.SequenceEqual("@query-param"u8) ? Named : 0);
        return (Parameters & Named) == 0 && ((Parameters & Binary) == 0 || Parameters == Binary);
    }
}
