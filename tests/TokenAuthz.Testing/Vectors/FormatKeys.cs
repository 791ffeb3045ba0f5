using System.Text.Json;

namespace TokenAuthz.Testing.Vectors;

/// <summary>Writes the keys of a <see cref="FormatVector"/> as configuration has them.</summary>
internal static class FormatKeys
{
    public static IEnumerable<VectorKey> Of(JsonElement key) => key.GetProperty("kind").GetString() switch
    {
        "aws" => [new(Text(key, "accessKeyId"), Text(key, "secret"))],
        "hmac" => [new(null, Text(key, "secretBase64"))],
        "hmac-by-id" or "hmac-by-name" or "pem-by-id" => Each(key, "keys", value => value.GetString()!),
        "by-keyid" => Each(key, "keys", value => value.TryGetProperty("jwk", out var jwk) ? jwk.GetRawText() : Text(value, "pem")),
        "by-name" => Each(key, "keys", value => value.EnumerateObject().Single().Value.GetString()!),
        "signing-key" => Each(key, "keys", value => Text(value, "signingKeyHex")),
        "jwks" => [new(null, $$"""{"keys":{{key.GetProperty("keys").GetRawText()}}}""")],
        "ed25519" => [new(null, Text(key, "publicKeyHex"))],
        "ecdsa-p256" => [new(null, Text(key, "publicKeyBase64Der"))],
        var kind => throw new InvalidDataException($"There is no kind of key {kind}."),
    };

    private static IEnumerable<VectorKey> Each(JsonElement key, string name, Func<JsonElement, string> value) =>
        key.GetProperty(name).EnumerateObject().Select(entry => new VectorKey(entry.Name, value(entry.Value)));

    private static string Text(JsonElement key, string name) => key.GetProperty(name).GetString()!;
}
