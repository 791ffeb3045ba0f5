using System.Text.Json;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Testing.Vectors;

/// <summary>A vector of a file whose vectors name a provider of webhooks: it is checked by the provider's preset.</summary>
/// <param name="Provider">The provider, as <see cref="WebhookProviders"/> knows it.</param>
/// <param name="Name">What the request is an example of.</param>
/// <param name="Source">Where it was published: an address, or a file in a repository.</param>
/// <param name="Key">The key.</param>
/// <param name="KeyEncoding">How the key is written: <c>Text</c>, <c>Hex</c>, <c>Base64</c>, or in words a public key in base64.</param>
/// <param name="KeyId">The key's id.</param>
/// <param name="Request">The request.</param>
/// <param name="Now">The time of the check, in Unix seconds.</param>
/// <param name="Verdict"><c>allow</c> or <c>deny</c>.</param>
public sealed record ProviderVector(
    string Provider,
    string Name,
    JsonElement? Source,
    string Key,
    string KeyEncoding,
    string? KeyId,
    ProviderRequest Request,
    long Now,
    string Verdict)
{
    // The id of keys that no token names.
    private const string AnyKeyId = "k1";

    private bool IsPublicKey => KeyEncoding is not ("Text" or "Hex" or "Base64");

    /// <summary>The vector, with the encoding of its key as a setting of the preset.</summary>
    public Vector ToVector()
    {
        var encoding = IsPublicKey ? "Base64" : KeyEncoding;
        var vector = new PresetVector
        {
            Note = Name,
            Source = Source?.ToString() ?? "",
            Verdict = Verdict,
            Now = JsonSerializer.SerializeToElement(Now),
            Key = Key,
            KeyId = KeyId == AnyKeyId ? null : KeyId,
            Scheme = JsonSerializer.SerializeToElement(
                new Dictionary<string, object>(WebhookProviders.SettingsOf(Provider)) { ["KeyEncoding"] = encoding }),
            Method = Request.Method,
            Url = Request.Url,
            Headers = Request.Headers,
            Body = Request.Body,
        };
        return vector.Of(PresetFile.Find(WebhookProviders.PresetOf(Provider)));
    }
}

/// <summary>The request of a <see cref="ProviderVector"/>.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The URL, absolute.</param>
/// <param name="Headers">An object, or a list of pairs when a header has several lines.</param>
/// <param name="Body">The body, which is sent in UTF-8.</param>
public sealed record ProviderRequest(string Method, string Url, JsonElement? Headers, string? Body);
