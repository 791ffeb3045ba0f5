using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The signature base of RFC 9421, section 2.5: a line for each covered component, then components and parameters, serialized
/// as a structured field without the blanks that the client sent.
/// </summary>
internal static class SignatureBase
{
    // Each component is compared with all others, so that the length of the lists has to be bounded.
    private const int MaxLength = 4096;

    /// <summary>Writes the base for the components that the field <c>components</c> lists.</summary>
    /// <returns>False when a component is unknown, absent, repeated, or one that has to be covered is not.</returns>
    public static bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source, MessageSettings settings)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var components = source.Values[settings.Components];
        var parameters = source.Values[settings.Parameters];
        if (components.Length > MaxLength || parameters.Length > MaxLength) return false;
        if (!CoversAll(components, settings.Covers, ref source.Request)) return false;

        var list = new ComponentList(components);
        while (list.TryTake(out var item, out var component))
        {
            FieldWriter.WriteMember(ref writer, item);
            writer.Append(": "u8);
            var start = writer.Length;
            if (!TryWriteComponent(ref writer, ref source, settings, component) || !IsOneLine(writer.Written[start..])) return false;
            writer.Append((byte)'\n');
        }

        if (!list.IsDone) return false;
        writer.Append("\"@signature-params\": "u8);
        FieldWriter.WriteInnerList(ref writer, components);
        return SignatureParameters.TryWrite(ref writer, parameters);
    }

    private static bool CoversAll<TRequest>(
        scoped ReadOnlySpan<byte> components, ImmutableArray<RequiredComponent> required, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        foreach (var component in required)
        {
            if (ComponentList.Covers(components, component) || CoversEachMember(components, component, ref request)) continue;
            if (!component.IsOptional || IsThere(component, ref request)) return false;
        }

        return true;
    }

    // A dictionary may be covered member by member.
    private static bool CoversEachMember<TRequest>(
        scoped ReadOnlySpan<byte> components, RequiredComponent required, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (required.Header is not { } header || request.Header(header, out var field) is not HeaderCount.One) return false;
        var members = new DictionaryReader(field);
        var count = 0;
        for (; members.TryTake(out var key, out _); count++)
        {
            if (count == ComponentList.MaxCount || !ComponentList.CoversMember(components, header, key)) return false;
        }

        return members.IsDone && count > 0;
    }

    // A digest that may be absent is needed as soon as there is a body.
    private static bool IsThere<TRequest>(RequiredComponent component, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        request.Header(component.Header!, out _) is not HeaderCount.None || (component.IsBodyDigest && !request.Body.IsEmpty);

    // The base is ASCII, and a line feed would begin the next line of it.
    private static bool IsOneLine(ReadOnlySpan<byte> value)
    {
        foreach (var c in value)
        {
            if (c is < 0x20 or > 0x7e && c != '\t') return false;
        }

        return true;
    }

    private static bool TryWriteComponent<TRequest>(
        ref ByteWriter writer, ref MessageSource<TRequest> source, MessageSettings settings, scoped Component component)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (component.IsDerived) return DerivedComponents.TryWrite(ref writer, ref source, component);
        return BodyDigest.MayBeCovered(component.Name, settings.ComparedDigests)
            && HeaderComponents.TryWrite(ref writer, ref source.Request, component);
    }
}
