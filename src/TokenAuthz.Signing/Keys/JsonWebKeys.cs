using System.Collections.Immutable;
using System.Text.Json;

namespace TokenAuthz.Signing.Keys;

/// <summary>Reads a JWK or a JWK set (RFC 7517).</summary>
internal static class JsonWebKeys
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Reads the keys. Those of a set that cannot verify a signature here are left out, as RFC 7517 says.</summary>
    /// <exception cref="KeyFormatException">The text is no JWK and no set, or has no key that can be used.</exception>
    public static ImportedKeys Read(ReadOnlySpan<byte> json, bool allowShortRsa)
    {
        using var document = Parse(json);
        try
        {
            return Read(document.RootElement, allowShortRsa);
        }
        catch (InvalidOperationException e)
        {
            throw new KeyFormatException("a text in the JSON is not Unicode: an escape is half of a character", e);
        }
    }

    private static ImportedKeys Read(JsonElement root, bool allowShortRsa)
    {
        if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("keys", out var set))
            return new([new JsonWebKey(root, allowShortRsa).Read()], [], IsSet: false);
        if (set.ValueKind is not JsonValueKind.Array) throw new KeyFormatException("\"keys\" of the JWK set is no array");

        var keys = ImmutableArray.CreateBuilder<ImportedKey>();
        var skipped = ImmutableArray.CreateBuilder<string>();
        foreach (var (index, key) in set.EnumerateArray().Index())
        {
            try
            {
                keys.Add(WithId(new JsonWebKey(key, allowShortRsa).Read()));
            }
            catch (KeyFormatException e)
            {
                skipped.Add($"{JsonWebKey.NameOf(key) ?? $"number {index + 1}"}: {e.Message}");
            }
        }

        if (keys.Count > 0) return new(keys.ToImmutable(), skipped.ToImmutable(), IsSet: true);
        throw new KeyFormatException(
            "the JWK set has no key that can verify a signature" + (skipped.Count == 0 ? "" : $": {string.Join("; ", skipped)}"));
    }

    // The thumbprint names a key in every party's set alike (RFC 7638, section 1). That of a secret would tell of the secret (section 7).
    private static ImportedKey WithId(ImportedKey key) =>
        key is { Id: null, Material: AsymmetricKey pair } ? key with { Id = PublicJwk.ThumbprintOf(pair) } : key;

    private static JsonDocument Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json.ToArray(), Strict);
        }
        catch (JsonException e)
        {
            // The parser's own message may quote the text, which may hold a secret.
            throw new KeyFormatException(
                $"this is no JSON that can be read, or it has a name twice (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})", e);
        }
    }
}
