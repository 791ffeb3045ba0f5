using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Rules;

namespace TokenAuthz.Signing.Schemes;

/// <summary>
/// A signature format as data, a preset's or a user's own; <see cref="Scheme.Compile"/> makes of it what verifies and signs.
/// <see cref="SchemeSettings"/> describes each property: its meaning, limits and default.
/// </summary>
public sealed record SchemeDefinition
{
    private static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> NoLists =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, string> NoTemplates =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The name that policies know the scheme by.</summary>
    public required string Name { get; init; }

    /// <summary>Where the format is specified.</summary>
    public string Source { get; init; } = "";

    /// <summary>One line about the format.</summary>
    public string Description { get; init; } = "";

    /// <summary>
    /// Where the parts of the token are, and their fields: <c>query:auth_key={issued}-{rand}-{sig}</c>, with the places
    /// <c>header:NAME=</c>, <c>query:NAME=</c>, <c>cookie:NAME=</c> and <c>path:</c>. Alternatives of a part are separated by
    /// <c> | </c>; a request has exactly one of them.
    /// </summary>
    public ImmutableArray<string> Token { get; init; } = [];

    /// <summary>Fields that hold other fields, and how these are read: <c>list ~ st=not_before exp=expires</c>.</summary>
    public ImmutableArray<string> Items { get; init; } = [];

    /// <summary>Values of fields that a token leaves out, as templates of messages.</summary>
    public ImmutableSortedDictionary<string, string> Defaults { get; init; } = NoTemplates;

    /// <summary>The text that is signed, with fields of the token and parts of the request in braces.</summary>
    public string Message { get; init; } = "";

    /// <summary>Texts that messages name in braces, as templates of messages: <c>canonical</c>.</summary>
    public ImmutableSortedDictionary<string, string> Let { get; init; } = NoTemplates;

    /// <summary>
    /// Neighbours in the message that may run together, as the message writes them: <c>{uri}{client_address}</c>. Others need a
    /// text between them that the first one cannot hold.
    /// </summary>
    public ImmutableArray<string> AllowUnseparated { get; init; } = [];

    /// <summary>Whether the message of an HMAC may hold the key, as a published format has it.</summary>
    public bool KeyInMessage { get; init; }

    /// <summary>The algorithm that makes the signature.</summary>
    public SignatureAlgorithm Algorithm { get; init; } = SignatureAlgorithm.HmacSha256;

    /// <summary>
    /// The messages of HMACs that make the key of the signature, each with the result of the one before as its key. The first is the
    /// key itself, with <c>{key}</c> in it: <c>AWS4{key}</c>. Empty when the key signs by itself.
    /// </summary>
    public ImmutableArray<string> DeriveKey { get; init; } = [];

    /// <summary>How the signature is written.</summary>
    public SignatureEncoding Encoding { get; init; } = SignatureEncoding.Hex;

    /// <summary>How ECDSA writes the two numbers of a signature.</summary>
    public SignatureForm SignatureForm { get; init; } = SignatureForm.Concatenated;

    /// <summary>The number of bytes of the digest that are the signature; 0 for all.</summary>
    public int Truncate { get; init; }

    /// <summary>How keys are written in configuration.</summary>
    public KeyEncoding KeyEncoding { get; init; } = KeyEncoding.Text;

    /// <summary>The value of <c>{salt}</c>, in <see cref="SaltEncoding"/>; null when the format has none.</summary>
    public string? Salt { get; init; }

    /// <summary>Whether the text of a key is <c>KEY:SALT</c>, as imgproxy has pairs of both.</summary>
    public bool SaltInKey { get; init; }

    /// <summary>How the salt is written in configuration.</summary>
    public KeyEncoding SaltEncoding { get; init; } = KeyEncoding.Text;

    /// <summary>How long a token is valid after its field <c>issued</c>, and how far ahead a signer sets <c>expires</c>.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How much clocks may differ.</summary>
    public TimeSpan Skew { get; init; }

    /// <summary>
    /// How far ahead <c>expires</c> may be, or <c>issued</c> with <see cref="IssuedAhead"/>. The default is beyond ten digits.
    /// </summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromDays(100_000);

    /// <summary>Whether <c>issued</c> may be as far in the future as in the past.</summary>
    public bool Symmetric { get; init; }

    /// <summary>Whether <c>issued</c> may be in the future, up to <see cref="Horizon"/>.</summary>
    public bool IssuedAhead { get; init; }

    /// <summary>Whether a token has ended at its time <c>expires</c> itself.</summary>
    public bool ExpiresExclusive { get; init; }

    /// <summary>Whether a token begins after its time <c>not_before</c>, and not at that second.</summary>
    public bool NotBeforeExclusive { get; init; }

    /// <summary>
    /// The longest time for which a token may hold: its field <c>lifetime</c>, or from <c>issued</c> to <c>expires</c>; null for any.
    /// </summary>
    public TimeSpan? MaxLifetime { get; init; }

    /// <summary>What fields have to equal: each is compared with templates of messages, one of which has to match.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Require { get; init; } = NoLists;

    /// <summary>
    /// The scheme and host of the URL that clients use: <c>https://</c>, or <c>https://api.example.com:8443</c> where gateways send
    /// another host; null when requests do not tell the scheme, so that both are tried.
    /// </summary>
    public string? PublicUrl { get; init; }

    /// <summary>The file name suffixes that <c>{stem}</c> leaves out, without their dot.</summary>
    public ImmutableArray<string> Stem { get; init; } = [];

    /// <summary>The headers of <c>{signed_headers}</c>, in order.</summary>
    public ImmutableArray<string> SignedHeaders { get; init; } = [];

    /// <summary>The label that an RFC 9421 signature has to have; null for any.</summary>
    public string? Label { get; init; }

    /// <summary>The parameter <c>tag</c> that an RFC 9421 signature has to have; null for any.</summary>
    public string? Tag { get; init; }

    /// <summary>The components that an RFC 9421 signature must cover, such as <c>@method</c>.</summary>
    public ImmutableArray<string> Covers { get; init; } = [];

    /// <summary>
    /// The parameters that anybody may add to a signed query, each by its name, or with a <c>*</c> at the end by the beginning of it.
    /// </summary>
    public ImmutableArray<string> IgnoreParameters { get; init; } = [];

    /// <summary>Whether a <c>HEAD</c> request is verified as <c>GET</c>.</summary>
    public bool HeadAsGet { get; init; }

    /// <summary>How the field <c>prefix</c> opens paths.</summary>
    public PrefixMatch Prefix { get; init; } = PrefixMatch.Segments;

    /// <summary>Whether the first of several cookies of one name counts, and not none.</summary>
    public bool FirstCookie { get; init; }

    /// <summary>The number of leading bits of an IPv6 address in <c>{packed_address}</c>.</summary>
    public int AddressPrefix { get; init; } = 128;

    /// <summary>
    /// Whether one token opens every request, as bearer tokens do, so that neither message nor <see cref="Require"/> need to hold a part
    /// of the request.
    /// </summary>
    public bool Bearer { get; init; }

    /// <summary>The header in which the gateway tells the client's country, in two letters; null when it tells none.</summary>
    public string? CountryHeader { get; init; }

    /// <summary>Whether a token is accepted once only.</summary>
    public bool SingleUse { get; init; }

    /// <summary>
    /// How long the use of a token is remembered that has no end, as most webhooks do: after this it is accepted once more. Null when
    /// the token ends itself.
    /// </summary>
    public TimeSpan? RememberFor { get; init; }

    /// <summary>
    /// The forms that a token may have, each a whole definition by the form's name. A request with tokens of two forms is denied. Empty
    /// when the definition itself is the only form.
    /// </summary>
    public ImmutableArray<SchemeDefinition> Forms { get; init; } = [];

    /// <summary>The requests by which a sender of webhooks asks whether the receiver wants them, each with its answer.</summary>
    public ImmutableArray<HandshakeDefinition> Handshakes { get; init; } = [];

    /// <summary>Whether the first of the forms that a request has a token of decides, and the others are not read.</summary>
    public bool FirstForm { get; init; }
}
