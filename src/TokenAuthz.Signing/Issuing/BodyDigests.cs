using System.Security.Cryptography;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Signing.Issuing;

/// <summary>The header with a digest of the body that signatures of a scheme have to cover.</summary>
internal static class BodyDigests
{
    /// <summary>Makes the header; null when the request has it already, or needs none.</summary>
    public static KeyValuePair<string, string>? Of(SchemePlan plan, UnsignedRequest request)
    {
        var needed = plan.Covers.FirstOrDefault(component => component.IsBodyDigest);
        if (needed is null || request.Headers.ContainsKey(needed.Name) || (needed.IsOptional && request.Body.IsEmpty)) return null;
        var digest = Convert.ToBase64String(SHA256.HashData(request.Body.Span));
        return new(needed.Name, needed.Name == "digest" ? $"SHA-256={digest}" : $"sha-256=:{digest}:");
    }
}
