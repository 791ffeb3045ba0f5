namespace TokenAuthz.Signing.Requests;

/// <summary>Finds parameters in a raw query by their names on the wire, not decoded.</summary>
internal static class QueryString
{
    /// <summary>Finds a parameter.</summary>
    /// <param name="query">The query, without its question mark.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">The value of the parameter, if the query has exactly one.</param>
    /// <param name="begin">Where the parameter begins in the query.</param>
    public static HeaderCount Find(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value, out int begin)
    {
        value = default;
        begin = 0;
        var count = HeaderCount.None;
        for (var start = 0; start <= query.Length;)
        {
            var length = query[start..].IndexOf((byte)'&');
            var parameter = length < 0 ? query[start..] : query.Slice(start, length);
            if (parameter.Length > name.Length && parameter[name.Length] == '=' && parameter.StartsWith(name))
            {
                if (count is HeaderCount.One) return HeaderCount.Several;
                count = HeaderCount.One;
                value = parameter[(name.Length + 1)..];
                begin = start;
            }

            start += parameter.Length + 1;
        }

        return count;
    }
}
