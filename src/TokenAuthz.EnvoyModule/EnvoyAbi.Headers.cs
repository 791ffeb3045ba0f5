namespace TokenAuthz.EnvoyModule;

/// <content>The headers of a request.</content>
internal static unsafe partial class EnvoyAbi
{
    // More than the 100 headers that Envoy lets a request have by default.
    private const int MaxOnStack = 128;

    /// <summary>The values of a request's header: how many there are, and one of them.</summary>
    /// <param name="stream">The request.</param>
    /// <param name="name">The name in lower case, such as <c>:path</c>.</param>
    /// <param name="value">The value; empty when there is none.</param>
    /// <param name="index">The place of the value among those of the name, from 0.</param>
    public static int GetHeader(nint stream, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value, int index = 0)
    {
        Text line = default;
        nuint count = 0;
        fixed (byte* bytes = name) _ = s_getHeader(stream, RequestHeaders, new(bytes, (nuint)name.Length), &line, (nuint)index, &count);
        value = line.Span;
        return (int)count;
    }

    /// <summary>Counts the request's headers whose names begin with a text in lower case; one that is repeated counts each time.</summary>
    public static int CountHeaders(nint stream, ReadOnlySpan<byte> beginning)
    {
        var length = (int)s_getHeaderCount(stream, RequestHeaders);
        var headers = length > MaxOnStack ? new Header[length] : stackalloc Header[length];
        fixed (Header* pointer = headers)
        {
            if (s_getHeaders(stream, RequestHeaders, pointer) == 0) return 0;
        }

        var count = 0;
        foreach (ref readonly var header in headers)
        {
            if (header.Name.StartsWith(beginning)) count++;
        }

        return count;
    }

    /// <summary>Sets a request's header in place of all of its name. Spans of <see cref="GetHeader"/> are not valid afterwards.</summary>
    public static void SetHeader(nint stream, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        // A null pointer would remove the header.
        var nothing = (byte)0;
        fixed (byte* nameBytes = name, valueBytes = value)
        {
            var text = new Text(value.IsEmpty ? &nothing : valueBytes, (nuint)value.Length);
            _ = s_setHeader(stream, RequestHeaders, new(nameBytes, (nuint)name.Length), text);
        }
    }

    /// <summary>Removes a request's headers of a name. Spans of <see cref="GetHeader"/> are not valid afterwards.</summary>
    public static void RemoveHeader(nint stream, ReadOnlySpan<byte> name)
    {
        fixed (byte* bytes = name) _ = s_setHeader(stream, RequestHeaders, new(bytes, (nuint)name.Length), default);
    }
}
