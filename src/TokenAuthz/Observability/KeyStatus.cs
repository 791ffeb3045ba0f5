using System.Diagnostics;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Observability;

/// <summary>
/// A key as <c>check-config</c>, the admin port and the metrics show it: what tells it from others, and nothing that signs.
/// </summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Its kind, as in <c>RSA</c>, <c>P-256</c> or <c>secret</c>.</param>
/// <param name="Bits">Its size.</param>
/// <param name="CanSign">Whether it is a secret or a key pair.</param>
/// <param name="Algorithm">The only algorithm that it is for; null for any of its kind.</param>
/// <param name="Fingerprint">
/// The first 16 hex digits of the SHA-256 of a public key, as <c>openssl pkey -pubin -outform DER | sha256sum</c> shows it. Null for a
/// secret, because it could be guessed from its digest.
/// </param>
internal sealed record KeyStatus(string Id, string Kind, int Bits, bool CanSign, string? Algorithm, string? Fingerprint)
{
    private const string Secret = "secret";
    private const string Rsa = "RSA";

    /// <summary>The status of a key.</summary>
    public static KeyStatus Of(Key key) => new(
        key.Name,
        NameOf(key.Material.Kind),
        key.Material.Bits,
        key.Material.CanSign,
        key.Algorithm?.ToString(),
        (key.Material as AsymmetricKey)?.Fingerprint);

    /// <summary>One line of text.</summary>
    public override string ToString()
    {
        string?[] details = [Kind == Secret ? $"{Secret} of {Bits / 8} bytes" : NameAndSize(), Algorithm, Fingerprint];
        return $"{Id} ({string.Join(", ", details.Where(detail => detail is not null))})";
    }

    private string NameAndSize() => (Kind == Rsa ? $"{Rsa} {Bits}" : Kind) + (CanSign ? " key pair" : "");

    private static string NameOf(KeyKind kind) => kind switch
    {
        KeyKind.SharedSecret => Secret,
        KeyKind.Rsa => Rsa,
        KeyKind.EcP256 => "P-256",
        KeyKind.EcP384 => "P-384",
        KeyKind.EcP521 => "P-521",
        KeyKind.Ed25519 => "Ed25519",
        _ => throw new UnreachableException(),
    };
}
