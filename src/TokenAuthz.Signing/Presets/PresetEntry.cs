using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Signing.Presets;

/// <summary>
/// An entry of <c>presets.json</c>. What it leaves out has the default of <see cref="SchemeDefinition"/>, whose properties
/// can only be initialized, which generated JSON code would do with no value at all.
/// </summary>
internal sealed class PresetEntry
{
    private static readonly SchemeDefinition Defaults = new() { Name = "" };

    public required string Name { get; set; }

    public required string Description { get; set; }

    public required string Source { get; set; }

    public required ImmutableArray<string> Token { get; set; }

    public string? Items { get; set; }

    public required string Message { get; set; }

    public ImmutableArray<string> AllowUnseparated { get; set; } = Defaults.AllowUnseparated;

    public required DigestAlgorithm Digest { get; set; }

    public required SignatureEncoding Encoding { get; set; }

    public int Truncate { get; set; } = Defaults.Truncate;

    public KeyEncoding KeyEncoding { get; set; } = Defaults.KeyEncoding;

    public string? Salt { get; set; }

    public KeyEncoding SaltEncoding { get; set; } = Defaults.SaltEncoding;

    public TimeSpan Ttl { get; set; } = Defaults.Ttl;

    public TimeSpan Skew { get; set; } = Defaults.Skew;

    public TimeSpan Horizon { get; set; } = Defaults.Horizon;

    public bool Symmetric { get; set; } = Defaults.Symmetric;

    public bool IssuedAhead { get; set; } = Defaults.IssuedAhead;

    public ImmutableArray<string> Stem { get; set; } = Defaults.Stem;

    public ImmutableArray<string> SignedHeaders { get; set; } = Defaults.SignedHeaders;

    public ImmutableArray<string> Covers { get; set; } = Defaults.Covers;

    public PrefixMatch Prefix { get; set; } = Defaults.Prefix;

    public bool EscapeUrl { get; set; } = Defaults.EscapeUrl;

    public int AddressPrefix { get; set; } = Defaults.AddressPrefix;

    public bool SingleUse { get; set; } = Defaults.SingleUse;

    public SchemeDefinition ToDefinition() => new()
    {
        Name = Name,
        Description = Description,
        Source = Source,
        Token = Token,
        Items = Items,
        Message = Message,
        AllowUnseparated = AllowUnseparated,
        Digest = Digest,
        Encoding = Encoding,
        Truncate = Truncate,
        KeyEncoding = KeyEncoding,
        Salt = Salt,
        SaltEncoding = SaltEncoding,
        Ttl = Ttl,
        Skew = Skew,
        Horizon = Horizon,
        Symmetric = Symmetric,
        IssuedAhead = IssuedAhead,
        Stem = Stem,
        SignedHeaders = SignedHeaders,
        Covers = Covers,
        Prefix = Prefix,
        EscapeUrl = EscapeUrl,
        AddressPrefix = AddressPrefix,
        SingleUse = SingleUse,
    };
}
