using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.StructuredFields;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The signature base of RFC 9421, section 2.5: a line for each covered component, then components and parameters, serialized
/// as a structured field without the blanks that the client sent.
/// </summary>
internal sealed class SignatureBase(MessageSettings settings) : PartWriter
{
    public static readonly MessagePart Part = new("signature_base", TextForm.Any)
    {
        Writer = (_, settings) => new SignatureBase(settings),
        Content = PartContent.UrlScheme,
        Fields = [WellKnownFields.Components, WellKnownFields.Parameters],
        HoldsFields = true,
        Settings = ["Covers", "Label", "Tag"],
    };

    // Each component is compared with all others, so that the length of the lists has to be bounded.
    private const int MaxLength = 4096;

    private readonly int _components = settings.IndexOf(WellKnownFields.Components);
    private readonly int _parameters = settings.IndexOf(WellKnownFields.Parameters);

    // Refuses a component that is unknown, absent or repeated, and a list without one that has to be covered.
    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var components = source.Values[_components];
        var parameters = source.Values[_parameters];
        if (components.Length > MaxLength || parameters.Length > MaxLength || !CoversAll(components, ref source.Request)) return false;

        var list = new ComponentList(components);
        while (list.TryTake(out var item, out var component))
        {
            FieldWriter.WriteMember(ref writer, item);
            writer.Append(": "u8);
            var start = writer.Length;
            if (!TryWriteComponent(ref writer, ref source, component) || !IsOneLine(writer.Written[start..])) return false;
            writer.Append((byte)'\n');
        }

        if (!list.IsDone) return false;
        writer.Append("\"@signature-params\": "u8);
        FieldWriter.WriteInnerList(ref writer, components);
        return SignatureParameters.TryWrite(ref writer, parameters);
    }

    private bool CoversAll<TRequest>(scoped ReadOnlySpan<byte> components, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        foreach (var component in settings.Covers.AsSpan())
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

    private bool TryWriteComponent<TRequest>(
        ref ByteWriter writer, ref MessageSource<TRequest> source, scoped Component component)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (component.IsDerived) return DerivedComponents.TryWrite(ref writer, ref source, component);
        return BodyDigest.MayBeCovered(component.Name, settings.ComparedDigests)
            && HeaderComponents.TryWrite(ref writer, ref source.Request, component);
    }
}
