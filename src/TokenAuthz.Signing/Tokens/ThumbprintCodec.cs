using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// A public key in JSON that a token carries itself, as a DPoP proof does: <c>jwk thumbprint kid</c> reads the key's SHA-256
/// thumbprint (RFC 7638, and RFC 8037 for Ed25519), in base64url. The key is only named: it is never verified with.
/// </summary>
internal sealed class ThumbprintCodec(int thumbprint) : ITokenCodec
{
    private const int Length = 43;

    private static readonly string[] Names = ["kty", "crv", "x", "y", "n", "e", "d", "k"];

    private static readonly JsonCodec Key = new(
        isClosed: false,
        [.. Names.Select((name, i) => new JsonMember(Encoding.ASCII.GetBytes(name), Index: -1, i, JsonType.Text, []))],
        [.. Names.Select((name, i) => new ItemField([], i, IsRequired: name == "kty"))]);

    public ImmutableArray<ItemField> Fields { get; } = [new([], thumbprint, IsRequired: true)];

    // A client that shows a private key or a secret has lost it (RFC 9449, section 4.3, check 7).
    public bool TryRead(ReadOnlySpan<byte> text, ref FieldValues values, ref TextArena arena)
    {
        var key = default(FieldValues);
        if (!Key.TryRead(text, ref key, ref arena) || key.Has(IndexOf("d")) || key.Has(IndexOf("k"))) return false;
        if (!arena.TryReserve(Length, out var room) || !TryWrite(key, room)) return false;
        arena.Take(Length);
        values[thumbprint] = room;
        return true;
    }

    private static bool TryWrite(scoped in FieldValues key, Span<byte> result)
    {
        var json = new ByteWriter(stackalloc byte[512]);
        try
        {
            if (!TryWriteMembers(key, ref json)) return false;
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            _ = SHA256.HashData(json.Written, digest);
            return Base64Url.EncodeToUtf8(digest, result) == Length;
        }
        finally
        {
            json.Dispose();
        }
    }

    // The members that the kind of key needs, in the order of the alphabet.
    private static bool TryWriteMembers(scoped in FieldValues key, ref ByteWriter json)
    {
        var kind = key[IndexOf("kty")];
        ReadOnlySpan<string> members = kind switch
        {
            _ when kind.SequenceEqual("EC"u8) => ["crv", "kty", "x", "y"],
            _ when kind.SequenceEqual("OKP"u8) => ["crv", "kty", "x"],
            _ when kind.SequenceEqual("RSA"u8) => ["e", "kty", "n"],
            _ => [],
        };
        foreach (var name in members)
        {
            var value = key[IndexOf(name)];
            if (value.IsEmpty || value.ContainsAny((byte)'"', (byte)'\\')) return false;
            json.Append(json.Length == 0 ? "{\""u8 : ",\""u8);
            json.Advance(Encoding.ASCII.GetBytes(name, json.Reserve(name.Length)));
            json.Append("\":\""u8);
            json.Append(value);
            json.Append((byte)'"');
        }

        json.Append((byte)'}');
        return !members.IsEmpty;
    }

    private static int IndexOf(string name) => Array.IndexOf(Names, name);

    /// <exception cref="NotSupportedException">A thumbprint does not tell the key: a signer has the key itself.</exception>
    public byte[] Write(scoped in FieldValues values) => throw new NotSupportedException();

    public ImmutableHashSet<byte> BytesOf(int field, ImmutableHashSet<byte> text) => HttpBytes.Of(Encodings.Base64Text.Url.Alphabet);

    /// <exception cref="FormatException">The text is no name, or the token has the field already.</exception>
    public static ThumbprintCodec Parse(string text, ItemParser parser) => new(parser.AddNew(text));
}
