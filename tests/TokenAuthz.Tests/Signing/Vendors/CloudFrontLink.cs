using System.Net;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Vendors;

#pragma warning disable CA5350 // CloudFront signs with SHA-1 unless a link says otherwise.

/// <summary>Signed URLs and cookies of CloudFront, made by the platform's cryptography from any text of a policy.</summary>
internal static class CloudFrontLink
{
    public const string Host = "d1.cloudfront.net";

    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    /// <summary>A policy of one statement.</summary>
    public static string Policy(string resource, string conditions) =>
        "{\"Statement\":[{\"Resource\":\"" + resource + "\",\"Condition\":{" + conditions + "}}]}";

    /// <summary>The parameters of a link with a custom policy.</summary>
    public static string Custom(string policy, KeyKind kind = KeyKind.Rsa, bool isSha256 = false) =>
        $"Policy={Base64(Encoding.UTF8.GetBytes(policy))}&Signature={Sign(policy, kind, isSha256)}&Key-Pair-Id={SampleKeys.Id}" +
            (isSha256 ? "&Hash-Algorithm=SHA256" : "");

    /// <summary>CloudFront's base64 of a signature.</summary>
    public static string Sign(string policy, KeyKind kind = KeyKind.Rsa, bool isSha256 = false)
    {
        var hash = isSha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;
        if (kind is KeyKind.EcP256)
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportFromPem(SampleKeys.PrivatePemOf(kind));
            return Base64(ecdsa.SignData(Encoding.UTF8.GetBytes(policy), hash, DSASignatureFormat.Rfc3279DerSequence));
        }

        using var rsa = RSA.Create();
        rsa.ImportFromPem(SampleKeys.PrivatePemOf(kind));
        return Base64(rsa.SignData(Encoding.UTF8.GetBytes(policy), hash, RSASignaturePadding.Pkcs1));
    }

    public static string Base64(byte[] bytes) => Convert.ToBase64String(bytes)
        .Replace('+', '-')
        .Replace('=', '_')
        .Replace('/', '~');

    /// <summary>Why a request is denied; null when it is allowed.</summary>
    public static DenyReason? Verify(
        string target, string? cookie = null, string? client = null, Func<SchemeDefinition, SchemeDefinition>? change = null)
    {
        var preset = PresetFile.Find(cookie is null ? "cloudfront-url" : "cloudfront-cookie").Preset;
        var scheme = Scheme.Compile(change is null ? preset : preset with { Forms = [.. preset.Forms.Select(change)] });
        var request = new TestRequest(target)
        {
            HostText = Host,
            Headers = cookie is null ? [] : [new("cookie", cookie)],
            ClientAddress = client is null ? default : ClientAddress.From(IPAddress.Parse(client)),
        };
        var verdict = scheme.Verify(ref request, SampleKeys.Ring, Now);
        return verdict.IsAllowed ? null : verdict.Reason;
    }
}
