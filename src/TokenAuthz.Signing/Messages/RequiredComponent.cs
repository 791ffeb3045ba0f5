using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// An entry of <c>Covers</c>, a component that every signature has to cover: <c>@method</c>, <c>x-dict;key="a"</c>, or with a question
/// mark at its end <c>signature-agent?</c>, one that has to be covered if the request has it.
/// </summary>
internal sealed class RequiredComponent
{
    /// <summary>The derived components of a request (RFC 9421, section 2.2), without <c>@query-param</c>.</summary>
    public static readonly ImmutableArray<string> Derived =
        ["@method", "@authority", "@scheme", "@request-target", "@path", "@query", "@target-uri"];

    private readonly byte[] _name;
    private readonly int _parameters;
    private readonly byte[] _argument;

    private RequiredComponent(string identifier, Component component, bool isOptional)
    {
        _name = component.Name.ToArray();
        _parameters = component.Parameters;
        _argument = component.Argument.ToArray();
        Identifier = identifier;
        IsOptional = isOptional;
        Name = Encoding.ASCII.GetString(_name);
        Header = component.IsDerived ? null : new(Name);
        IsBodyDigest = BodyDigest.Headers.Any(header => header.Text == Name);
    }

    /// <summary>The identifier as a signature lists it: <c>"x-dict";key="a"</c>.</summary>
    public string Identifier { get; }

    /// <summary>The name, without parameters.</summary>
    public string Name { get; }

    /// <summary>The header; null for a derived component.</summary>
    public HeaderName? Header { get; }

    /// <summary>Whether the header has digests of the body.</summary>
    public bool IsBodyDigest { get; }

    /// <summary>Whether a request without the header needs no signature over it.</summary>
    public bool IsOptional { get; }

    /// <summary>Whether a component is the required one, or one that includes it, as <c>@target-uri</c> includes <c>@path</c>.</summary>
    public bool IsIn(Component covered)
    {
        var isSameArgument = covered.Argument.SequenceEqual(_argument);
        if (covered.IsDerived) return (covered.Name.SequenceEqual(_name) && isSameArgument) || Includes(covered.Name, _name);

        // A header as a whole, in whatever form, includes its members.
        var isWhole = (covered.Parameters & Component.Keyed) == 0;
        var isMember = (_parameters & Component.Keyed) != 0;
        return covered.Name.SequenceEqual(_name) && (isWhole || (isMember && isSameArgument));
    }

    /// <summary>Takes an entry of <c>Covers</c> apart.</summary>
    /// <exception cref="FormatException">It is no component of a request.</exception>
    public static RequiredComponent Parse(string text)
    {
        var isOptional = text.EndsWith('?');
        var identifier = Quoted(isOptional ? text[..^1] : text);
        if (!FieldMember.TryReadItem(Encoding.UTF8.GetBytes(identifier), out var item)
            || !Component.TryRead(item, out var component)
            || !IsKnown(component))
        {
            throw new FormatException(
                $"'{text}' is no component: write a header in lower case, x-dict;key=\"a\" for one member of it, " +
                    $"@query-param;name=\"a\", or one of {string.Join(", ", Derived)}");
        }

        if (isOptional && component.IsDerived)
            throw new FormatException($"'{text}': a question mark is for headers, which a request may lack");
        return new(identifier, component, isOptional);
    }

    /// <summary>The parameter of the query that an entry of <c>Covers</c> names; null for another component.</summary>
    public static byte[]? ParameterOf(string text) => Parse(text) is { Name: "@query-param" } component ? component._argument : null;

    // The quotes of the name may be left out. The drafts before RFC 9421 call the target (request-target).
    private static string Quoted(string identifier)
    {
        if (identifier.StartsWith('"')) return identifier;
        if (identifier == "(request-target)") return "\"@request-target\"";
        var end = identifier.IndexOf(';', StringComparison.Ordinal);
        return end < 0 ? $"\"{identifier}\"" : $"\"{identifier[..end]}\"{identifier[end..]}";
    }

    private static bool IsKnown(Component component) => component.IsDerived
        ? component.Parameters != 0 || Derived.Contains(Encoding.ASCII.GetString(component.Name))
        : HeaderName.TryGet(component.Name, out _);

    private static bool Includes(ReadOnlySpan<byte> covered, ReadOnlySpan<byte> part)
    {
        var isUri = covered.SequenceEqual("@target-uri"u8);
        var isTarget = isUri || covered.SequenceEqual("@request-target"u8);
        if (part.SequenceEqual("@path"u8) || part.SequenceEqual("@query"u8)) return isTarget;
        if (part.SequenceEqual("@query-param"u8)) return isTarget || covered.SequenceEqual("@query"u8);
        return isUri && (part.SequenceEqual("@authority"u8) || part.SequenceEqual("@scheme"u8));
    }
}
