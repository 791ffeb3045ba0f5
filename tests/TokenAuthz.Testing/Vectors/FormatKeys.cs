using System.Text.Json;

namespace TokenAuthz.Testing.Vectors;

/// <summary>Writes the keys of a <see cref="FormatVector"/> as configuration has them.</summary>
internal static class FormatKeys
{
    // Signs nothing. A set that has no key for signatures does not load, so that its vectors have this one beside.
    private const string Decoy =
        """{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","x":"snw2JLSwhLOg7MitaygBzqGT4or4vvOa1kyq63WmoaE"}""";

    // The algorithms of RFC 9421 as the setting of a key has them.
    private static readonly Dictionary<string, string> Algorithms = new()
    {
        ["rsa-v1_5-sha256"] = "RsaSha256",
        ["rsa-pss-sha512"] = "RsaPssSha512",
        ["ecdsa-p256-sha256"] = "EcdsaP256Sha256",
        ["ecdsa-p384-sha384"] = "EcdsaP384Sha384",
        ["ed25519"] = "Ed25519",
        ["hmac-sha256"] = "HmacSha256",
    };

    public static IEnumerable<VectorKey> Of(FormatVector vector) =>
        vector.Key.GetProperty("kind").GetString() is "in-token" ? [TokenSettings.KeyOf(vector)] : Of(vector.Key);

    private static IEnumerable<VectorKey> Of(JsonElement key) => key.GetProperty("kind").GetString() switch
    {
        "aws" => [new(Text(key, "accessKeyId"), Text(key, "secret"))],
        "hmac" => [new(null, Text(key, "secretBase64"))],
        "hmac-by-id" or "hmac-by-name" or "pem-by-id" => Each(key, "keys", value => value.GetString()!),
        "by-keyid" => key.GetProperty("keys").EnumerateObject().Select(ByAlgorithm),
        "by-name" => Each(key, "keys", value => value.EnumerateObject().Single().Value.GetString()!),
        "signing-key" => Each(key, "keys", value => Text(value, "signingKeyHex")),
        "oauth1" => OAuth(key),
        "jwks" => [new(null, $$"""{"keys":[{{Decoy}},{{key.GetProperty("keys").GetRawText()[1..]}}}""")],
        "ed25519" => [new(null, Text(key, "publicKeyHex"))],
        "ecdsa-p256" => [new(null, Text(key, "publicKeyBase64Der"))],
        var kind => throw new InvalidDataException($"There is no kind of key {kind}."),
    };

    // A consumer has requests with each of the tokens, and without one.
    private static IEnumerable<VectorKey> OAuth(JsonElement key) =>
        from consumer in key.GetProperty("consumers").EnumerateObject()
        from token in key.GetProperty("tokens").EnumerateObject().Select(token => (token.Name, token.Value.GetString())).Append(("", ""))
        select new VectorKey(token.Item1.Length == 0 ? consumer.Name : $"{consumer.Name}&{token.Item1}", $"{consumer.Value}&{token.Item2}");

    private static VectorKey ByAlgorithm(JsonProperty entry)
    {
        var (key, algorithm) = (entry.Value, Text(entry.Value, "alg"));
        return key.TryGetProperty("jwk", out var jwk)
            ? new(entry.Name, jwk.GetRawText(), Algorithms[algorithm])
            : new(entry.Name, key.TryGetProperty("pem", out var pem) ? pem.GetString()! : Text(key, "secretBase64"), Algorithms[algorithm]);
    }

    private static IEnumerable<VectorKey> Each(JsonElement key, string name, Func<JsonElement, string> value) =>
        key.GetProperty(name).EnumerateObject().Select(entry => new VectorKey(entry.Name, value(entry.Value)));

    private static string Text(JsonElement key, string name) => key.GetProperty(name).GetString()!;
}
