using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Rules;

/// <summary>
/// Which requests a genuine token opens, by its fields <c>acl</c>, <c>prefix</c>, <c>address</c> and <c>restriction</c>. An acl or
/// a prefix never opens a path that servers could read in two ways.
/// </summary>
internal sealed class ScopeRule(int acl, int prefix, int address, int restriction, PrefixMatch prefixMatch)
{
    private const int StackSize = 512;

    /// <summary>Whether the token opens the request.</summary>
    public bool Includes<TRequest>(ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ref readonly var values = ref source.Values;
        if (values.Has(restriction)) return false;
        if (values.Has(acl) && (RequestPath.IsAmbiguous(source.Path) || !IsInAcl(values[acl], source.Path))) return false;
        if (values.Has(prefix)
            && (RequestPath.IsAmbiguous(source.Path) || !BeginsWith(values[prefix], source.Path, source.Host))) return false;
        return !values.Has(address) || AddressRange.Contains(values[address], source.Request.ClientAddress);
    }

    private static bool IsInAcl(ReadOnlySpan<byte> globs, ReadOnlySpan<byte> path)
    {
        var decoded = new ByteWriter(stackalloc byte[StackSize]);
        try
        {
            if (!PercentEncoding.TryDecode(globs, decoded.Reserve(globs.Length), out var length)) return false;
            decoded.Advance(length);
            foreach (var range in decoded.Written.Split((byte)'!'))
            {
                var glob = decoded.Written[range];
                if (glob.Length <= Glob.MaxLength && Glob.IsMatch(glob, path)) return true;
            }

            return false;
        }
        finally
        {
            decoded.Dispose();
        }
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
}
