using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Signatures;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Schemes;

/// <summary>A definition, compiled once for verifying and signing. Immutable.</summary>
internal sealed record SchemePlan
{
    public required SchemeDefinition Definition { get; init; }

    public required TokenFields Fields { get; init; }

    public required FieldForms Forms { get; init; }

    public required TokenReader Token { get; init; }

    public required MessageTemplate Message { get; init; }

    public required MessageWriter Writer { get; init; }

    /// <summary>Write the texts with names that are in the message, the inner ones first, for a trace.</summary>
    public required ImmutableArray<(string Name, MessageWriter Writer)> Texts { get; init; }

    /// <summary>The names of the texts that the message or another template has.</summary>
    public required ImmutableHashSet<string> NamedTexts { get; init; }

    /// <summary>The salt, empty for none; null where each key has its own.</summary>
    public required byte[]? Salt { get; init; }

    public required TimeRule Time { get; init; }

    public required ScopeRule Scope { get; init; }

    public required int Signature { get; init; }

    /// <summary>The signature, and the fields that are texts which it is read from.</summary>
    public required ImmutableHashSet<int> SignatureCarriers { get; init; }

    /// <summary>How several signatures are written in the field; null for one signature.</summary>
    public required SignatureList? Signatures { get; init; }

    /// <summary>Whether a token may hold several signatures of one message, of which one has to match.</summary>
    public required bool HasSeveralSignatures { get; init; }

    /// <summary>Whether all of the tokens that a request carries have to pass, and not one.</summary>
    public required bool IsEvery { get; init; }

    /// <summary>The item that reads the signature out of the body; null when the signature stands elsewhere.</summary>
    public required TokenItem? BodySignature { get; init; }

    public required int KeyId { get; init; }

    public required int Path { get; init; }

    /// <summary>The parameters of the query that can hold the signature.</summary>
    public required ImmutableArray<TokenParameter> SignatureParameters { get; init; }

    /// <summary>The locators, a bit each, whose signature may be percent-encoded: those in the query or the path.</summary>
    public required uint EscapedSignatures { get; init; }

    /// <summary>The components that every RFC 9421 signature has to cover.</summary>
    public required ImmutableArray<RequiredComponent> Covers { get; init; }

    /// <summary>The headers that are compared with the body.</summary>
    public required ImmutableArray<HeaderName> ComparedDigests { get; init; }

    /// <summary>The parameters that are left out of the query before anything is read of it; null for none.</summary>
    public required IgnoredParameters? Ignored { get; init; }

    /// <summary>Whether a parameter that somebody adds to the query can change the verdict.</summary>
    public required bool SignsQuery { get; init; }

    /// <summary>Whether the method can change the verdict.</summary>
    public required bool SignsMethod { get; init; }

    /// <summary>Whether the message ends where a signature in the query begins, so that no parameter may follow it.</summary>
    public required bool EndsAtSignature { get; init; }

    /// <summary>The scheme and host of the URL that clients use.</summary>
    public required PublicUrl PublicUrl { get; init; }

    /// <summary>Whether the URL's scheme is signed, which a gateway does not tell.</summary>
    public required bool SignsUrlScheme { get; init; }

    /// <summary>Whether it is signed only by tokens that choose so, because it is a component of RFC 9421.</summary>
    public required bool IsUrlSchemeOptional { get; init; }

    /// <summary>Whether the check reads the body.</summary>
    public required bool ReadsBody { get; init; }

    /// <summary>Whether the check reads the client's address.</summary>
    public required bool ReadsClientAddress { get; init; }

    /// <summary>Whether the check may read the host.</summary>
    public required bool ReadsHost { get; init; }

    /// <summary>What makes and verifies the signature.</summary>
    public required SignatureMethod Method { get; init; }

    /// <summary>Derives the key that signs; null when the configured one does.</summary>
    public required KeyDerivation? Derivation { get; init; }

    /// <summary>The signatures that were verified already, each with its key; null when verifying anew costs no more.</summary>
    public required KeyedCache<Key>? Verified { get; init; }

    /// <summary>The values of fields that a token leaves out.</summary>
    public required ImmutableArray<DefaultValue> Defaults { get; init; }

    /// <summary>What fields have to equal.</summary>
    public required ImmutableArray<Requirement> Requirements { get; init; }

    /// <summary>The field in which a token names its algorithm, which has to be the key's; -1 for none.</summary>
    public required int Algorithm { get; init; }

    /// <summary>The standard that a token's name of the algorithm is of.</summary>
    public required AlgorithmNames AlgorithmNames { get; init; }

    /// <summary>The field that its signer uses for one token only; -1 for none.</summary>
    public required int Nonce { get; init; }

    /// <summary>Tells the nonces of this message's signers from those of others: two signers may use one number.</summary>
    public required byte[] NonceDomain { get; init; }

    /// <summary>The kinds of keys that a text can be which does not say itself what it is: a derived key is made of a secret.</summary>
    public ImmutableArray<KeyKind> Kinds => Derivation is null ? Method.Kinds : [KeyKind.SharedSecret];

    /// <summary>The salt of a message that a key signs.</summary>
    public ReadOnlySpan<byte> SaltOf(Key key) => Salt is { } salt ? salt : key.Salt;

    /// <summary>Why a key cannot be used with the scheme; null when it can.</summary>
    public string? WhyRefused(Key key) =>
        Derivation is not null && key.Material is SharedSecret ? null : Method.WhyRefused(key);

    /// <summary>Whether a text is as long as the signature is, if nothing of it is percent-encoded: it tells forms of one place.</summary>
    public bool IsOfSignatureLength(ReadOnlySpan<byte> text)
    {
        if (Method is not DigestMethod || Signatures is not null || text.Contains((byte)'%')) return true;
        return Definition.Encoding is SignatureEncoding.Hex or SignatureEncoding.HexLower
            ? text.Length == 2 * Method.Size
            : text.TrimEnd((byte)'=').Length == ((4 * Method.Size) + 2) / 3;
    }

    /// <summary>The text in a key's id that ends it in the token, or that the message must not hold; null for none.</summary>
    public string? ObstacleIn(string keyId)
    {
        if (KeyId < 0) return null;
        var stops = Message.All
            .Where(piece => piece.Part == MessageParts.Field && piece.Field == KeyId && piece.Filters.IsEmpty)
            .SelectMany(piece => piece.Guard.Stops ?? [])
            .Select(stop => $"{(char)stop}");
        return Forms.ObstacleIn(KeyId, keyId) ?? stops.FirstOrDefault(stop => keyId.Contains(stop, StringComparison.Ordinal));
    }
}
