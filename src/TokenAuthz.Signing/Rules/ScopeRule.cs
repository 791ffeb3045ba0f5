using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Rules;

/// <summary>
/// What a genuine token opens beside the one path that it may sign: the fields <c>acl</c>, <c>prefix</c>, <c>address</c> and <c>restriction</c>.
/// A path that could be read in two ways is never within a scope of several.
/// </summary>
internal sealed class ScopeRule(int acl, int prefix, int address, int restriction, PrefixRule prefixRule)
{
    private const int StackSize = 512;

    /// <summary>Whether the request is within what the token opens.</summary>
    public bool Includes<TRequest>(ref TRequest request, scoped in MessageSource source, scoped in FieldValues values)
        where TRequest : struct, IRequestView
    {
        if (values.Has(restriction)) return false;
        if (values.Has(acl) && (RequestPath.IsAmbiguous(source.Path) || !IsInAcl(values[acl], source.Path))) return false;
        if (values.Has(prefix) && (RequestPath.IsAmbiguous(source.Path) || !IsBelow(values[prefix], source, request.Host))) return false;
        return !values.Has(address) || (ClientAddress.TryParse(values[address], out var bound) && bound == request.ClientAddress);
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

    private bool IsBelow(ReadOnlySpan<byte> text, scoped in MessageSource source, ReadOnlySpan<byte> host)
    {
        var buffer = new ByteWriter(stackalloc byte[StackSize]);
        try
        {
            var room = buffer.Reserve(text.Length);
            int length;
            if (prefixRule is PrefixRule.Base64Url)
            {
                if (System.Buffers.Text.Base64Url.DecodeFromUtf8(text, room, out _, out length) is not System.Buffers.OperationStatus.Done) return false;
                return BeginsUrl(room[..length], source, host);
            }

            if (!PercentEncoding.TryDecode(text, room, out length)) return false;
            ReadOnlySpan<byte> decoded = room[..length];
            if (decoded.IsEmpty || !source.Path.StartsWith(decoded)) return false;
            return prefixRule is PrefixRule.Path || decoded[^1] == '/' || source.Path.Length == length || source.Path[length] == '/';
        }
        finally
        {
            buffer.Dispose();
        }
    }

    // The prefix has to reach beyond the host: one that ends within it would open other hosts. A gateway does not tell by
    // which scheme the client came.
    private static bool BeginsUrl(ReadOnlySpan<byte> prefix, scoped in MessageSource source, ReadOnlySpan<byte> host)
    {
        if (prefix.StartsWith("https://"u8)) prefix = prefix["https://"u8.Length..];
        else if (prefix.StartsWith("http://"u8)) prefix = prefix["http://"u8.Length..];
        else return false;
        if (host.IsEmpty || !prefix.StartsWith(host)) return false;
        prefix = prefix[host.Length..];
        return !prefix.IsEmpty && prefix[0] == '/' && source.Path.StartsWith(prefix);
    }
}
