using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The signature base of RFC 9421, section 2.5: a line for each covered component, then components and parameters, serialized
/// as a structured field without the blanks that the client sent.
/// </summary>
internal static class SignatureBase
{
    /// <summary>The derived components that can be covered (RFC 9421, section 2.2).</summary>
    public static readonly ImmutableArray<string> Derived =
        ["@method", "@authority", "@scheme", "@request-target", "@path", "@query", "@target-uri"];

    /// <summary>Whether a component can be covered: a derived one, or a header by its name in lower case.</summary>
    public static bool Knows(string component) =>
        component.StartsWith('@') ? Derived.Contains(component) : HeaderName.TryGet(Encoding.UTF8.GetBytes(component), out _);

    // Each name is compared with all others, so that the length of the lists has to be bounded.
    private const int MaxLength = 4096;

    /// <summary>Writes the base for the components that the field <c>components</c> lists.</summary>
    /// <returns>False when a component is unknown, absent, repeated, or one that has to be covered is not.</returns>
    public static bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source, MessageSettings settings)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var components = source.Values[settings.Components];
        var parameters = source.Values[settings.Parameters];
        if (components.Length > MaxLength || parameters.Length > MaxLength) return false;
        foreach (var required in settings.Covers)
        {
            if (!ComponentList.Covers(components, required)) return false;
        }

        var list = new ComponentList(components);
        while (list.TryTake(out var name))
        {
            WriteQuoted(ref writer, name);
            writer.Append(": "u8);
            if (!TryWriteComponent(ref writer, ref source, settings, name)) return false;
            writer.Append((byte)'\n');
        }

        if (!list.IsDone) return false;
        WriteComponents(ref writer, components);
        return SignatureParameters.TryWrite(ref writer, parameters, settings.Algorithm);
    }

    private static void WriteComponents(ref ByteWriter writer, scoped ReadOnlySpan<byte> components)
    {
        writer.Append("\"@signature-params\": "u8);
        var separator = (byte)'(';
        for (var list = new ComponentList(components); list.TryTake(out var name); separator = (byte)' ')
        {
            writer.Append(separator);
            WriteQuoted(ref writer, name);
        }

        writer.Append((byte)')');
    }

    private static void WriteQuoted(ref ByteWriter writer, scoped ReadOnlySpan<byte> name)
    {
        writer.Append((byte)'"');
        writer.Append(name);
        writer.Append((byte)'"');
    }

    // Section 2.1 for fields, section 2.2 for derived components.
    private static bool TryWriteComponent<TRequest>(
        ref ByteWriter writer, ref MessageSource<TRequest> source, MessageSettings settings, scoped ReadOnlySpan<byte> name)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (name[0] != '@')
            return BodyDigest.IsComparable(name, settings.ComparesBody) && TryWriteField(ref writer, ref source.Request, name);
        if (name.SequenceEqual("@method"u8)) writer.Append(source.Request.Method);
        else if (name.SequenceEqual("@authority"u8)) WriteAuthority(ref writer, source.Host, source.UrlScheme);
        else if (name.SequenceEqual("@scheme"u8)) writer.Append(source.UrlScheme);
        else if (name.SequenceEqual("@request-target"u8)) writer.Append(source.Target);
        else if (name.SequenceEqual("@path"u8)) writer.Append(RequestPath.Of(source.Target));
        else if (name.SequenceEqual("@query"u8)) WriteQuery(ref writer, source.Target);
        else if (name.SequenceEqual("@target-uri"u8)) WriteUri(ref writer, ref source);
        else return false;
        return true;
    }

    private static bool TryWriteField<TRequest>(ref ByteWriter writer, ref TRequest request, scoped ReadOnlySpan<byte> name)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (!HeaderName.TryGet(name, out var header) || request.Header(header, out var value) is not HeaderCount.One) return false;
        writer.Append(value.Trim(" \t"u8));
        return true;
    }

    // Section 2.2.3: in lower case, and without the default port of the scheme.
    private static void WriteAuthority(ref ByteWriter writer, scoped ReadOnlySpan<byte> host, scoped ReadOnlySpan<byte> urlScheme)
    {
        var port = urlScheme.SequenceEqual("https"u8) ? ":443"u8 : ":80"u8;
        if (host.EndsWith(port)) host = host[..^port.Length];
        var room = writer.Reserve(host.Length);
        for (var i = 0; i < host.Length; i++) room[i] = (byte)char.ToLowerInvariant((char)host[i]);
        writer.Advance(host.Length);
    }

    private static void WriteQuery(ref ByteWriter writer, scoped ReadOnlySpan<byte> target)
    {
        writer.Append((byte)'?');
        writer.Append(RequestPath.QueryOf(target));
    }

    private static void WriteUri<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct
    {
        writer.Append(source.UrlScheme);
        writer.Append("://"u8);
        writer.Append(source.Host);
        writer.Append(source.Target);
    }
}
