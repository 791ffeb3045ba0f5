using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// A line for each name that the token lists: <c>date: ...</c> for a header, and the request target for a name of its own. The list is not
/// signed itself, but each line has its name, and no value has a line end, so that another list gives another text. A signature that does
/// not cover a time of its token, or the request target unless <c>Bearer</c> is set, is refused.
/// </summary>
internal static class SigningString
{
    private static readonly byte[][] Versions =
        ["HTTP/1.1"u8.ToArray(), "HTTP/2.0"u8.ToArray(), "HTTP/1.0"u8.ToArray(), "HTTP/3.0"u8.ToArray()];

    /// <summary>The spellings of Kong's <c>request-line</c>: a gateway does not tell the HTTP version, and clients may sign any.</summary>
    public static int VersionCount => Versions.Length;

    /// <summary>Whether a name stands for the request target.</summary>
    public static bool IsTarget(string name) => name is "@request-target" or "(request-target)" or "request-line";

    /// <summary>Whether a name stands for no header.</summary>
    public static bool IsSpecial(string name) => IsTarget(name) || name is "(created)" or "(expires)";

    /// <summary>Writes the text.</summary>
    /// <returns>
    /// False when a header is absent that has to be there, is repeated or has a line end, or the list lacks a name that it has to have.
    /// </returns>
    public static bool TryWrite<TRequest>(
        ref ByteWriter writer, ref MessageSource<TRequest> source, MessageSettings settings, SigningStyle style)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var list = settings.SignedNamesOf(ref source);
        var names = new SignedNames(list, (byte)' ');
        if (!names.IsWellFormed || (!settings.IsBearer && !CoversTarget(names, style)) || !CoversTimes(names, ref source, settings, style))
            return false;
        if (source.Spelling > 0 && !(style is SigningStyle.Kong && names.Contains("request-line"u8))) return false;
        foreach (var required in settings.Covers.AsSpan())
        {
            if (!Covers(names, required, ref source.Request, style)) return false;
        }

        var start = writer.Length;
        if (style is SigningStyle.Apisix) WriteLine(ref writer, source.Values[settings.KeyId]);
        for (var rest = list; !rest.IsEmpty;)
        {
            if (!TryWriteLine(ref writer, ref source, settings, style, SignedNames.Take(ref rest, (byte)' '))) return false;
        }

        // The last line of APISIX ends in a line feed; that of the others does not.
        if (style is not SigningStyle.Apisix && writer.Length > start) writer.Advance(-1);
        return true;
    }

    private static bool TryWriteLine<TRequest>(
        ref ByteWriter writer,
        ref MessageSource<TRequest> source,
        MessageSettings settings,
        SigningStyle style,
        scoped ReadOnlySpan<byte> name)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var header = SignedNames.HeaderOf(name);
        var value = default(ReadOnlySpan<byte>);
        var count = header is null ? HeaderCount.None : HeaderParts.Find(ref source, header, out value);
        if (style is SigningStyle.Cavage && header is not null && !name.SequenceEqual(header.Bytes)) return false;
        if (count is HeaderCount.Several || value.ContainsAny((byte)'\r', (byte)'\n')) return false;
        if (TryWriteTarget(ref writer, ref source, style, name)) return count is HeaderCount.None;
        if (TryWriteTime(ref writer, ref source, settings, style, name)) return true;
        if (header is null || !BodyDigest.MayBeCovered(header.Bytes, settings.ComparedDigests)) return false;
        if (count is HeaderCount.None && style is SigningStyle.Cavage) return false;
        if (count is HeaderCount.None && style is SigningStyle.Apisix) return true;

        writer.Append(style is SigningStyle.Cavage ? header.Bytes : name);
        writer.Append((byte)':');
        if (count is HeaderCount.One)
        {
            writer.Append((byte)' ');
            writer.Append(value);
        }

        writer.Append((byte)'\n');
        return true;
    }

    private static void WriteLine(ref ByteWriter writer, scoped ReadOnlySpan<byte> line)
    {
        writer.Append(line);
        writer.Append((byte)'\n');
    }

    // A header of the name would be signed in place of the target by a signer that looks it up first.
    private static bool TryWriteTarget<TRequest>(
        ref ByteWriter writer, ref MessageSource<TRequest> source, SigningStyle style, scoped ReadOnlySpan<byte> name)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var isCavage = style is SigningStyle.Cavage && name.SequenceEqual("(request-target)"u8);
        var isKong = style is SigningStyle.Kong && name.SequenceEqual("@request-target"u8);
        var isApisix = style is SigningStyle.Apisix && name.SequenceEqual("@request-target"u8);
        var isLine = style is SigningStyle.Kong && name.SequenceEqual("request-line"u8);
        if (!isCavage && !isKong && !isApisix && !isLine) return false;
        if (isCavage || isKong)
        {
            writer.Append(name);
            writer.Append(": "u8);
        }

        if (!TryWriteMethod(ref writer, source.Request.Method, inLower: isCavage || isKong)) return false;
        writer.Append((byte)' ');
        writer.Append(source.Target);
        if (isLine)
        {
            writer.Append((byte)' ');
            writer.Append(Versions[source.Spelling]);
        }

        writer.Append((byte)'\n');
        return true;
    }

    // In lower case, a method with lower-case letters would be another one with the same signature.
    private static bool TryWriteMethod(ref ByteWriter writer, scoped ReadOnlySpan<byte> method, bool inLower)
    {
        if (inLower && method.ContainsAnyInRange((byte)'a', (byte)'z')) return false;
        foreach (var letter in method)
            writer.Append(inLower && letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter + ('a' - 'A')) : letter);
        return true;
    }

    private static bool TryWriteTime<TRequest>(
        ref ByteWriter writer,
        ref MessageSource<TRequest> source,
        MessageSettings settings,
        SigningStyle style,
        scoped ReadOnlySpan<byte> name)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (style is not SigningStyle.Cavage) return false;
        var field = name.SequenceEqual("(created)"u8) ? settings.Issued : name.SequenceEqual("(expires)"u8) ? settings.Expires : -1;
        if (!source.Values.Has(field)) return false;
        writer.Append(name);
        writer.Append(": "u8);
        WriteLine(ref writer, source.Values[field]);
        return true;
    }

    private static bool CoversTarget(scoped SignedNames names, SigningStyle style) => style switch
    {
        SigningStyle.Cavage => names.Contains("(request-target)"u8),
        SigningStyle.Kong => names.Contains("@request-target"u8) || names.Contains("request-line"u8),
        SigningStyle.Apisix => names.Contains("@request-target"u8),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // The times of a token are parameters of the signature or headers, which have the same value where there are several.
    private static bool CoversTimes<TRequest>(
        scoped SignedNames names, ref MessageSource<TRequest> source, MessageSettings settings, SigningStyle style)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ref readonly var values = ref source.Values;
        foreach (var header in settings.IssuedHeaders.AsSpan())
        {
            if (IsSigned(names, header, ref source.Request)) return true;
        }

        if (!settings.IssuedHeaders.IsEmpty) return false;
        var isCavage = style is SigningStyle.Cavage;
        return (!values.Has(settings.Issued) || (isCavage && names.Contains("(created)"u8)))
            && (!values.Has(settings.Expires) || (isCavage && names.Contains("(expires)"u8)));
    }

    private static bool IsSigned<TRequest>(scoped SignedNames names, HeaderName header, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        names.Contains(header.Bytes) && request.Header(header, out _) is HeaderCount.One;

    private static bool Covers<TRequest>(
        scoped SignedNames names, RequiredComponent required, ref TRequest request, SigningStyle style)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (required.Header is not { } header)
            return required.Name is "@method" or "@request-target" or "@path" or "@query" && CoversTarget(names, style);
        if (IsSigned(names, header, ref request) || (header.LowerText is "host" && names.Contains("host"u8))) return true;
        return required.IsOptional
            && request.Header(header, out _) is HeaderCount.None
            && !(required.IsBodyDigest && !request.Body.IsEmpty);
    }
}
