using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Issuing;

/// <summary>The values of fields that the caller of a signing gives none.</summary>
internal static class FieldDefaults
{
    private static readonly byte[] Placeholder = "0"u8.ToArray();

    /// <summary>The value of a field; null for times and the signature, and for a field that the token leaves out.</summary>
    public static byte[]? Of(SchemePlan plan, UnsignedRequest request, Key key, int field) => plan.Fields.Names[field] switch
    {
        WellKnownFields.Issued or WellKnownFields.Expires or WellKnownFields.NotBefore or WellKnownFields.Lifetime
            or WellKnownFields.Signature => null,
        WellKnownFields.KeyId => Encoding.UTF8.GetBytes(key.Id),
        WellKnownFields.Path => RestOf(plan, PathOf(request)).ToArray(),
        WellKnownFields.AddressBound => request.ClientAddress.IsKnown ? Placeholder : null,
        WellKnownFields.Tag => plan.Definition.Tag is { } tag ? Encoding.ASCII.GetBytes(tag) : null,
        WellKnownFields.Algorithm => NameOf(plan, key),
        WellKnownFields.SignedHeaders when IsListOfHeaders(plan) =>
            SignedHeadersOf(plan, request),
        WellKnownFields.Components => ComponentsOf(plan.Covers, request),
        _ when plan.Token.Items.Any(item => item.Codec is SignatureInputCodec && item.Has(field)) => null,
        WellKnownFields.Folder => FolderOf(PathOf(request)),
        _ when plan.Token.Items.Any(item => item.Field == field && item.Codec is ThumbprintCodec) => PublicJwk.Write(key),
        WellKnownFields.Resource =>
            Encoding.ASCII.GetBytes($"{request.UrlScheme}://{request.Host}{SignedTargetOf(plan, request)}"),
        WellKnownFields.Prefix when plan.Definition.Prefix is PrefixMatch.Url => UrlOf(request),
        WellKnownFields.Nonce or WellKnownFields.TokenId when IsRequired(plan, field) =>
            Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(32, lowercase: true)),
        _ when IsEndOfPath(plan, field) => WithoutSlash(PathOf(request)),
        _ when plan.Token.Parts.Any(part => !part[0].IsOptional && part[0].Pattern.Fields.Contains(field)) => Placeholder,
        _ when plan.Token.Items.Any(item => item.Codec is MatchCodec && item.Has(field)) => Placeholder,
        _ when IsRequiredItem(plan, field) => Placeholder,
        _ => null,
    };

    private static string SignedTargetOf(SchemePlan plan, UnsignedRequest request) => plan.Ignored is { } ignored
        ? Encoding.ASCII.GetString(ignored.TakeFrom(Encoding.ASCII.GetBytes(request.Target)))
        : request.Target;

    private static bool IsListOfHeaders(SchemePlan plan) =>
        plan.Message.Has(HeaderLines.Part) || plan.Message.Has(PartContent.ListedHeaders);

    private static byte[]? NameOf(SchemePlan plan, Key key) =>
        plan.Method.AlgorithmOf(key)?.NameIn(plan.AlgorithmNames) is { } name ? Encoding.ASCII.GetBytes(name) : null;

    private static byte[] FolderOf(ReadOnlySpan<byte> path) => path[..(path.LastIndexOf((byte)'/') + 1)].ToArray();

    private static bool IsRequired(SchemePlan plan, int field) =>
        plan.Token.Parts.Any(part => !part[0].IsOptional && part[0].Pattern.Fields.Contains(field)) || IsRequiredItem(plan, field);

    // A field that its list requires, in a list that every token has.
    private static bool IsRequiredItem(SchemePlan plan, int field) => plan.Token.Items.Any(item =>
        item.Codec.Fields.Any(read => read.Field == field && read.IsRequired)
        && item.Source switch
        {
            ItemSource.Field => IsRequired(plan, item.Field),
            ItemSource.Body => plan.BodySignature is not null,
            ItemSource.Query => false,
            _ => throw new UnreachableException(),
        });

    private static byte[] UrlOf(UnsignedRequest request) =>
        Encoding.ASCII.GetBytes(Uri.EscapeDataString($"{request.UrlScheme}://{request.Host}{Encoding.ASCII.GetString(PathOf(request))}"));

    // The headers that are configured, and those that have to be covered because the request has them.
    private static byte[]? SignedHeadersOf(SchemePlan plan, UnsignedRequest request)
    {
        var optional = plan.Covers.Where(component => component.IsOptional && request.Headers.ContainsKey(component.Name));
        ImmutableArray<string> names = [.. plan.Definition.SignedHeaders.Union(optional.Select(component => component.Name))];
        var lines = plan.Message.All.FirstOrDefault(piece => piece.Part == HeaderLines.Part);
        var separator = lines is null ? ' ' : (char)HeaderJoin.Parse(lines.Argument).ListSeparator;
        return names.IsEmpty ? null : Encoding.ASCII.GetBytes(string.Join(separator, names));
    }

    private static ReadOnlySpan<byte> PathOf(UnsignedRequest request) => RequestPath.Of(Encoding.ASCII.GetBytes(request.Target));

    // The path behind its folder, if the token has that.
    private static ReadOnlySpan<byte> RestOf(SchemePlan plan, ReadOnlySpan<byte> path) =>
        plan.Fields.IndexOf(WellKnownFields.Folder) < 0 ? path : path[path.LastIndexOf((byte)'/')..];

    // What every signature has to cover, without the headers that the request may lack and does lack.
    private static byte[] ComponentsOf(IEnumerable<RequiredComponent> covers, UnsignedRequest request) =>
        Encoding.ASCII.GetBytes(string.Join(' ', covers
            .Where(component => !component.IsOptional || request.Headers.ContainsKey(component.Name))
            .Select(component => component.Identifier)));

    // A field that ends a token in the path, behind a slash of the pattern, is the path without its own slash.
    private static bool IsEndOfPath(SchemePlan plan, int field) =>
        plan.Token.Parts.Any(part => part[0].Place is TokenPlace.Path && part[0].Pattern.Fields.LastOrDefault(-1) == field);

    private static byte[] WithoutSlash(ReadOnlySpan<byte> path) => (path is [(byte)'/', ..] ? path[1..] : path).ToArray();
}
