using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Rules;

namespace TokenAuthz.Signing.Schemes;

/// <summary>
/// A signature format as data. Presets are such definitions, and a user's own scheme is one more; <see cref="Scheme.Compile"/>
/// turns one into what verifies and signs.
/// </summary>
public sealed record SchemeDefinition
{
    /// <summary>The name that configuration knows the scheme by.</summary>
    public required string Name { get; init; }

    /// <summary>What the format is, for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where the format is specified.</summary>
    public string Source { get; init; } = "";

    /// <summary>
    /// Where the token's parts are and what they look like: <c>query:auth_key={issued}-{rand}-{sig}</c>, with the places
    /// <c>header:NAME=</c>, <c>query:NAME=</c>, <c>cookie:NAME=</c> and <c>path:</c>. Alternatives are separated by
    /// <c> | </c>; exactly one of them may be there.
    /// </summary>
    public ImmutableArray<string> Token { get; init; } = [];

    /// <summary>A field that is itself a list, and the fields in it: <c>list ~ st=not_before exp=expires</c>; null for none.</summary>
    public string? Items { get; init; }

    /// <summary>What is signed: text, with fields of the token and parts of the request in braces.</summary>
    public string Message { get; init; } = "";

    /// <summary>
    /// Neighbours in the message that may run together, as the message writes them, because a published format is so:
    /// <c>{uri}{client_address}</c>. All others need a text between them that tells where the first one ends.
    /// </summary>
    public ImmutableArray<string> AllowUnseparated { get; init; } = [];

    /// <summary>What the message is condensed with.</summary>
    public DigestAlgorithm Digest { get; init; } = DigestAlgorithm.HmacSha256;

    /// <summary>How the signature is written.</summary>
    public SignatureEncoding Encoding { get; init; } = SignatureEncoding.Hex;

    /// <summary>How many bytes of the digest are the signature; 0 for all, else at least 8.</summary>
    public int Truncate { get; init; }

    /// <summary>How keys are written in configuration.</summary>
    public KeyEncoding KeyEncoding { get; init; } = KeyEncoding.Text;

    /// <summary>What stands for <c>{salt}</c>, in <see cref="SaltEncoding"/>; null when the format has none.</summary>
    public string? Salt { get; init; }

    /// <summary>How the salt is written.</summary>
    public KeyEncoding SaltEncoding { get; init; } = KeyEncoding.Text;

    /// <summary>How long a token lives after the field <c>issued</c>, and what <c>sign</c> adds for the field <c>expires</c>.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How much clocks may differ; at most 300 s. A time of issue may be 5 s ahead in any case.</summary>
    public TimeSpan Skew { get; init; }

    /// <summary>How far ahead <c>expires</c> may be, or <c>issued</c> with <see cref="IssuedAhead"/>. By default further than ten digits reach.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromDays(100_000);

    /// <summary>Whether <c>issued</c> may be as far in the future as in the past.</summary>
    public bool Symmetric { get; init; }

    /// <summary>Whether a signer may put <c>issued</c> ahead of now, as far as <see cref="Horizon"/>, so that only the end counts.</summary>
    public bool IssuedAhead { get; init; }

    /// <summary>The file endings that <c>{stem}</c> leaves out, without their dot.</summary>
    public ImmutableArray<string> Stem { get; init; } = [];

    /// <summary>The headers of <c>{signed_headers}</c>, in order.</summary>
    public ImmutableArray<string> SignedHeaders { get; init; } = [];

    /// <summary>The components that an RFC 9421 signature has to cover, such as <c>@method</c>.</summary>
    public ImmutableArray<string> Covers { get; init; } = [];

    /// <summary>How the field <c>prefix</c> opens paths.</summary>
    public PrefixMatch Prefix { get; init; } = PrefixMatch.Segments;

    /// <summary>Whether <c>{url_binding}</c> percent-encodes the path.</summary>
    public bool EscapeUrl { get; init; }

    /// <summary>How many leading bits of an IPv6 address <c>{packed_address}</c> holds.</summary>
    public int AddressPrefix { get; init; } = 128;

    /// <summary>Whether a token may be used once only; it needs a time at which it ends.</summary>
    public bool SingleUse { get; init; }
}
