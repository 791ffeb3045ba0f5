using System.Collections.Immutable;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>The fields of a scheme's token, and the settings that parts of its message are made with.</summary>
internal sealed record MessageSettings
{
    /// <summary>No settings, for texts whose parts need none.</summary>
    public static MessageSettings None { get; } = new()
    {
        Fields = new(),
        Stem = [],
        SignedHeaders = [],
        IssuedHeaders = [],
        IsBearer = false,
        Covers = [],
        ComparedDigests = [],
        SignatureParameters = [],
        TokenParameters = [],
        ListedParameters = [],
        AddressPrefix = 0,
    };

    /// <summary>The fields of the token.</summary>
    public required TokenFields Fields { get; init; }

    /// <summary>The endings that <c>{stem}</c> leaves out, each with its dot.</summary>
    public required ImmutableArray<byte[]> Stem { get; init; }

    /// <summary>The names of the setting <c>SignedHeaders</c>, as written.</summary>
    public required ImmutableArray<byte[]> SignedHeaders { get; init; }

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

    /// <summary>The parameter of a form in the body that holds the signature; null when the signature stands elsewhere.</summary>
    public byte[]? BodySignature { get; init; }

    /// <summary>The parameters that the token can be in.</summary>
    public required ImmutableArray<TokenParameter> TokenParameters { get; init; }

    /// <summary>The names of the parameters that <c>Items</c> reads.</summary>
    public required ImmutableArray<byte[]> ListedParameters { get; init; }

    public required int AddressPrefix { get; init; }

    /// <summary>The number of a field; -1 when the token has no such field.</summary>
    public int IndexOf(string field) => Fields.IndexOf(field);
}
