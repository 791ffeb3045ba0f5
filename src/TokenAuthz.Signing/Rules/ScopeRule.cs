using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Rules;

/// <summary>
/// Which requests a genuine token opens, by its fields <c>acl</c>, <c>prefix</c>, <c>folder</c>, <c>resource</c>, <c>address</c> and
/// <c>restriction</c>, and by its countries. An acl, a prefix or a folder never opens a path that servers could read in two ways.
/// </summary>
internal sealed class ScopeRule(
    TokenFields fields, PrefixMatch prefixMatch, ImmutableArray<TokenParameter> parameters, CountryRule countries)
{
    private const int StackSize = 512;

    // Two IPv6 addresses whose colons are percent-encoded.
    private const int MaxAddressLength = 256;

    private readonly int _acl = fields.IndexOf(WellKnownFields.Acl);
    private readonly int _prefix = fields.IndexOf(WellKnownFields.Prefix);
    private readonly int _folder = fields.IndexOf(WellKnownFields.Folder);
    private readonly int _resource = fields.IndexOf(WellKnownFields.Resource);
    private readonly int _address = fields.IndexOf(WellKnownFields.Address);
    private readonly int _restriction = fields.IndexOf(WellKnownFields.Restriction);

    /// <summary>Whether the token opens the request.</summary>
    public bool Includes<TRequest>(ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ref readonly var values = ref source.Values;
        if (values.Has(_restriction)) return false;
        if (values.Has(_acl) && (RequestPath.IsAmbiguous(source.Path) || !IsInAcl(values[_acl], source.Path))) return false;
        if (values.Has(_prefix)
            && (RequestPath.IsAmbiguous(source.Path) || !BeginsWith(values[_prefix], source.Path, source.Host))) return false;
        if (values.Has(_folder) && (RequestPath.IsAmbiguous(source.Path) || !values[_folder].EndsWith("/"u8))) return false;
        if (values.Has(_resource) && !IsResource(ref source, values[_resource])) return false;
        if (values.Has(_address) && !IsBoundTo(values[_address], source.Request.ClientAddress)) return false;
        return countries.Includes(ref source);
    }

    private bool IsResource<TRequest>(ref MessageSource<TRequest> source, ReadOnlySpan<byte> pattern)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var query = new ByteWriter(stackalloc byte[StackSize]);
        try
        {
            _ = QueryText.WriteOwn(ref query, RequestPath.QueryOf(source.Target), parameters, source.Locators);
            return new UrlPattern(pattern).Matches(source.UrlScheme, source.Host, RequestPath.Of(source.Target), query.Written);
        }
        finally
        {
            query.Dispose();
        }
    }

    // One range, or several with a zero byte between two.
    private static bool IsBoundTo(ReadOnlySpan<byte> ranges, ClientAddress address)
    {
        foreach (var range in ranges.Split((byte)0))
        {
            if (IsInRange(ranges[range], address)) return true;
        }

        return false;
    }

    private static bool IsInRange(ReadOnlySpan<byte> range, ClientAddress client)
    {
        if (!range.Contains((byte)'%')) return AddressRange.Contains(range, client);
        Span<byte> decoded = stackalloc byte[MaxAddressLength];
        return range.Length <= decoded.Length
            && PercentEncoding.TryDecode(range, decoded, out var length)
            && AddressRange.Contains(decoded[..length], client);
    }

    // Some issuers percent-encode the globs as a whole; others write escapes that are those of the path.
    private static bool IsInAcl(ReadOnlySpan<byte> globs, ReadOnlySpan<byte> path)
    {
        var decoded = new ByteWriter(stackalloc byte[StackSize]);
        try
        {
            if (!PercentEncoding.TryDecode(globs, decoded.Reserve(globs.Length), out var length)) return false;
            decoded.Advance(length);
            return IsAnyMatch(decoded.Written, path) || (globs.Contains((byte)'%') && IsAnyMatch(globs, path));
        }
        finally
        {
            decoded.Dispose();
        }
    }

    private static bool IsAnyMatch(ReadOnlySpan<byte> globs, ReadOnlySpan<byte> path)
    {
        foreach (var range in globs.SplitAny((byte)'!', (byte)0))
        {
            var glob = globs[range];
            if (glob.Length <= Glob.MaxLength && Glob.IsMatch(glob, path)) return true;
        }

        return false;
    }

    private bool BeginsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> path, ReadOnlySpan<byte> host)
    {
        var decoded = new ByteWriter(stackalloc byte[StackSize]);
        try
        {
            var room = decoded.Reserve(text.Length);
            return prefixMatch switch
            {
                PrefixMatch.Segments => PercentEncoding.TryDecode(text, room, out var length) && IsFolderOf(room[..length], path),
                PrefixMatch.Path => PercentEncoding.TryDecode(text, room, out var length) && length > 0 && path.StartsWith(room[..length]),
                PrefixMatch.Base64Url => Base64Url.DecodeFromUtf8(text, room, out _, out var length) is OperationStatus.Done
                    && IsStartOfUrl(room[..length], path, host),
                PrefixMatch.Url => PercentEncoding.TryDecode(text, room, out var length) && IsFolderOfUrl(room[..length], path, host),
                _ => throw new UnreachableException(),
            };
        }
        finally
        {
            decoded.Dispose();
        }
    }

    // `/video` opens `/video/1` and not `/video-private`.
    private static bool IsFolderOf(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> path) =>
        !prefix.IsEmpty
        && path.StartsWith(prefix)
        && (prefix[^1] == '/' || path.Length == prefix.Length || path[prefix.Length] == '/');

    // A prefix that ended within the host would open other hosts. Either scheme is taken, because a gateway does not tell https
    // from http.
    private static bool IsStartOfUrl(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> path, ReadOnlySpan<byte> host)
    {
        if (prefix.StartsWith("https://"u8)) prefix = prefix["https://"u8.Length..];
        else if (prefix.StartsWith("http://"u8)) prefix = prefix["http://"u8.Length..];
        else return false;
        if (host.IsEmpty || !prefix.StartsWith(host)) return false;
        prefix = prefix[host.Length..];
        return !prefix.IsEmpty && prefix[0] == '/' && path.StartsWith(prefix);
    }

    // The scheme is not compared: Azure's tokens for HTTPS have sb://, amqps:// or none.
    private static bool IsFolderOfUrl(ReadOnlySpan<byte> url, ReadOnlySpan<byte> path, ReadOnlySpan<byte> host)
    {
        var scheme = url.IndexOf("://"u8);
        if (scheme >= 0) url = url[(scheme + "://"u8.Length)..];
        var end = url.IndexOf((byte)'/');
        var folder = end < 0 ? "/"u8 : url[end..];
        return !host.IsEmpty && Ascii.EqualsIgnoreCase(end < 0 ? url : url[..end], host) && IsFolderOf(folder, path);
    }
}
