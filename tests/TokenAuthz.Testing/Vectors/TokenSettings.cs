using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenAuthz.Testing.Vectors;

/// <summary>The settings of vectors of JWTs, DPoP proofs and PASETO tokens.</summary>
internal static class TokenSettings
{
    private const string Jws = "{header}.{payload}.{sig}";
    private const string Claims = "payload|from_base64url_unpadded";

    public static JsonObject Of(FormatVector vector) => vector.Format switch
    {
        "jws-compact" => OfSignature(),
        "jwt" => OfClaims(vector.Settings!.Value),
        // Several vectors have one proof; that a proof is taken once has tests of its own.
        "dpop" => new() { ["Preset"] = HasHeader(vector, "authorization") ? "dpop" : "dpop-token-request", ["SingleUse"] = false },
        _ => OfPaseto(vector.Settings!.Value),
    };

    /// <summary>The key that a DPoP proof carries, under the thumbprint that the vector's client is known by.</summary>
    public static VectorKey KeyOf(FormatVector vector)
    {
        var proof = vector.Request.Headers.Single(line => line[0] == "dpop")[1];
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(proof.Split('.')[0]));
        var jwk = header.RootElement.GetProperty("jwk");
        var id = vector.Settings is { } settings ? settings.GetProperty("jkt").GetString() : ThumbprintOf(jwk);
        return new(id, jwk.GetRawText());
    }

    // RFC 7638, section 3: the members that a key needs, in the order of the alphabet.
    private static string ThumbprintOf(JsonElement jwk)
    {
        var members = new[] { "crv", "e", "kty", "n", "x", "y" }.Where(name => jwk.TryGetProperty(name, out _))
            .Select(name => $"\"{name}\":\"{jwk.GetProperty(name).GetString()}\"");
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{{{string.Join(',', members)}}}")));
    }

    // Only the header and the signature count: the payload need not be JSON, and may be empty.
    private static JsonObject OfSignature() => new()
    {
        ["Preset"] = "jwt",
        ["Token"] = "header:authorization=Bearer {header}.{payload?}.{sig}",
        ["Items"] = new JsonArray($"{Claims} as content"),
        ["ExpiresExclusive"] = false,
    };

    private static JsonObject OfClaims(JsonElement settings)
    {
        var (place, name) =
            settings.GetProperty("token").GetString()!.Split(':') is [var first, var second] ? (first, second) : ("path", "");
        var require = new JsonObject();
        foreach (var claim in new[] { "aud", "iss" })
        {
            if (settings.TryGetProperty(claim, out var value)) require[claim] = value.GetString();
        }

        var path = settings.TryGetProperty("path", out var bound) ? PathClaim(bound, require) : "";
        return new()
        {
            ["Preset"] = "jwt",
            ["Token"] = place == "path" ? $"path:/{Jws}{{path}}" : $"{place}:{name}={(name == "authorization" ? "Bearer " : "")}{Jws}",
            ["Items"] = new JsonArray($"{Claims} json exp=number:expires! nbf=number:not_before iss=iss aud=texts:aud {path}"),
            ["Require"] = require,
        };
    }

    // The claim as a field, and what that has to equal.
    private static string PathClaim(JsonElement path, JsonObject require)
    {
        var claim = path.GetProperty("claim").GetString()!;
        switch (path.GetProperty("kind").GetString())
        {
            case "segment":
                require["bound"] = $"{{path|segment:{path.GetProperty("index").GetInt32()}|without_ending}}";
                return $"{claim}=bound!";
            case "equal":
                require["bound"] = "{path}";
                return $"{claim}=bound!";
            case "prefix":
                return $"{claim}=prefix!";
            default:
                return $"{claim}=texts:acl!";
        }
    }

    private static JsonObject OfPaseto(JsonElement settings)
    {
        var assertion = settings.TryGetProperty("implicitAssertion", out var text) ? text.GetString()! : "";
        return assertion.Length == 0
            ? new() { ["Preset"] = "paseto-v4-public" }
            : new() { ["Preset"] = "paseto-v4-public", ["Salt"] = assertion };
    }

    private static bool HasHeader(FormatVector vector, string name) => vector.Request.Headers.Any(line => line[0] == name);
}
