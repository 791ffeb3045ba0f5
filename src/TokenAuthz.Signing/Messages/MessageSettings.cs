using System.Collections.Immutable;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The settings of a scheme, and the numbers of the fields, that parts of a message need.</summary>
internal sealed record MessageSettings
{
    /// <summary>The salt; null where each key has its own.</summary>
    public required byte[]? Salt { get; init; }

    /// <summary>The endings that <c>{stem}</c> leaves out, each with its dot.</summary>
    public required ImmutableArray<byte[]> Stem { get; init; }

    /// <summary>The names of the setting <c>SignedHeaders</c>, as written.</summary>
    public required ImmutableArray<byte[]> SignedHeaders { get; init; }

    /// <summary>The same, separated by blanks.</summary>
    public required byte[] SignedNames { get; init; }

    /// <summary>The headers that the field <c>issued</c> can be in.</summary>
    public required ImmutableArray<HeaderName> IssuedHeaders { get; init; }

    /// <summary>The headers that a canonical request has to sign; null when the message has none.</summary>
    public SignedHeaderRule? SignedHeaderRule { get; init; }

    /// <summary>Whether a token may leave the request target unsigned.</summary>
    public required bool IsBearer { get; init; }

    /// <summary>The components that every RFC 9421 signature has to cover.</summary>
    public required ImmutableArray<RequiredComponent> Covers { get; init; }

    /// <summary>The digests of the body that a signature may cover, because the host reads the body and the check compares them.</summary>
    public required ImmutableArray<HeaderName> ComparedDigests { get; init; }

    /// <summary>The parameters that the signature can be in.</summary>
    public required ImmutableArray<TokenParameter> SignatureParameters { get; init; }

    /// <summary>The parameters that the token can be in.</summary>
    public required ImmutableArray<TokenParameter> TokenParameters { get; init; }

    /// <summary>The names of the parameters that <c>Items</c> reads.</summary>
    public required ImmutableArray<byte[]> ListedParameters { get; init; }

    public required bool EscapeUrl { get; init; }

    public required int AddressPrefix { get; init; }

    /// <summary>The field <c>acl</c>; -1 for none, as with the others.</summary>
    public required int Acl { get; init; }

    public required int Prefix { get; init; }

    public required int AddressBound { get; init; }

    public required int KeyId { get; init; }

    public required int Issued { get; init; }

    public required int Expires { get; init; }

    public required int IgnoreParameters { get; init; }

    /// <summary>The field <c>components</c> of an RFC 9421 signature.</summary>
    public required int Components { get; init; }

    /// <summary>The field <c>parameters</c>: those of an RFC 9421 signature, or of Bunny's token in the path.</summary>
    public required int Parameters { get; init; }

    /// <summary>The parts of a shared access signature of Azure Storage.</summary>
    public required AzureParts Azure { get; init; }

    /// <summary>The field <c>signed_headers</c>: the names of the headers that a signature covers.</summary>
    public required int SignedHeaderNames { get; init; }

    /// <summary>The field <c>list</c>: the fields of a token of Google's Media CDN.</summary>
    public required int List { get; init; }

    /// <summary>The headers that the token lists, or the scheme's where it lists none, separated by blanks.</summary>
    public ReadOnlySpan<byte> SignedNamesOf<TRequest>(ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct =>
        source.Values.Has(SignedHeaderNames) ? source.Values[SignedHeaderNames] : SignedNames;

    /// <summary>The parameters of a request: those of a token in the path, or the query's.</summary>
    public ReadOnlySpan<byte> ParametersOf<TRequest>(ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct =>
        Parameters < 0 ? RequestPath.QueryOf(source.Target) : source.Values[Parameters];
}
