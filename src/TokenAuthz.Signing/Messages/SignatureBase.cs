using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The signature base of RFC 9421, section 2.5: a line for each covered component, then the parameters. Components with
/// parameters of their own (<c>;sf</c>, <c>;key</c>, <c>;req</c>) are not supported, and refused.
/// </summary>
internal static class SignatureBase
{
    /// <summary>Writes the base for the components that the field <c>components</c> lists.</summary>
    /// <returns>False when a component is unknown, absent, repeated, or one that has to be covered is not.</returns>
    public static bool TryWrite<TRequest>(ref ByteWriter writer, ref TRequest request, scoped in MessageSource source, MessageSettings settings, scoped in FieldValues values)
        where TRequest : struct, IRequestView
    {
        var components = values[settings.Components];
        foreach (var required in settings.Covers)
        {
            if (CountOf(components, required) == 0) return false;
        }

        foreach (var range in components.Split((byte)' '))
        {
            var quoted = components[range];
            if (quoted is not [(byte)'"', _, .., (byte)'"'] || CountOf(components, quoted[1..^1]) != 1) return false;
            writer.Append(quoted);
            writer.Append(": "u8);
            if (!TryWriteComponent(ref writer, ref request, source, quoted[1..^1])) return false;
            writer.Append((byte)'\n');
        }

        writer.Append("\"@signature-params\": ("u8);
        writer.Append(components);
        writer.Append(");"u8);
        writer.Append(values[settings.Parameters]);
        return true;
    }

    private static int CountOf(ReadOnlySpan<byte> components, ReadOnlySpan<byte> name)
    {
        var count = 0;
        foreach (var range in components.Split((byte)' '))
        {
            if (components[range] is [(byte)'"', .. var inner, (byte)'"'] && inner.SequenceEqual(name)) count++;
        }

        return count;
    }

    // Section 2.1 for fields, section 2.2 for derived components.
    private static bool TryWriteComponent<TRequest>(ref ByteWriter writer, ref TRequest request, scoped in MessageSource source, scoped ReadOnlySpan<byte> name)
        where TRequest : struct, IRequestView
    {
        if (name[0] != '@') return TryWriteField(ref writer, ref request, name);
        if (name.SequenceEqual("@method"u8)) writer.Append(request.Method);
        else if (name.SequenceEqual("@authority"u8)) WriteLower(ref writer, request.Host);
        else if (name.SequenceEqual("@scheme"u8)) writer.Append(source.UrlScheme);
        else if (name.SequenceEqual("@request-target"u8)) writer.Append(source.Target);
        else if (name.SequenceEqual("@path"u8)) writer.Append(RequestPath.Of(source.Target));
        else if (name.SequenceEqual("@query"u8)) WriteQuery(ref writer, source.Target);
        else if (name.SequenceEqual("@target-uri"u8)) WriteUri(ref writer, source, request.Host);
        else return false;
        return true;
    }

    private static bool TryWriteField<TRequest>(ref ByteWriter writer, ref TRequest request, scoped ReadOnlySpan<byte> name)
        where TRequest : struct, IRequestView
    {
        if (!HeaderName.TryGet(name, out var header) || request.Header(header, out var value) is not HeaderCount.One) return false;
        writer.Append(value.Trim(" \t"u8));
        return true;
    }

    private static void WriteLower(ref ByteWriter writer, scoped ReadOnlySpan<byte> host)
    {
        var room = writer.Reserve(host.Length);
        for (var i = 0; i < host.Length; i++) room[i] = (byte)char.ToLowerInvariant((char)host[i]);
        writer.Advance(host.Length);
    }

    private static void WriteQuery(ref ByteWriter writer, scoped ReadOnlySpan<byte> target)
    {
        writer.Append((byte)'?');
        writer.Append(RequestPath.QueryOf(target));
    }

    private static void WriteUri(ref ByteWriter writer, scoped in MessageSource source, scoped ReadOnlySpan<byte> host)
    {
        writer.Append(source.UrlScheme);
        writer.Append("://"u8);
        writer.Append(host);
        writer.Append(source.Target);
    }
}
