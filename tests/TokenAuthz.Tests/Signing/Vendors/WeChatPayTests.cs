using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Algorithms;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing.Vendors;

/// <summary>Notifications of WeChat Pay, and the probes by which it finds out whether a merchant verifies them.</summary>
public static class WeChatPayTests
{
    private const string Body = "{\"event_type\":\"TRANSACTION.SUCCESS\"}";

    // {0} is the right signature.
    [Theory]
    [InlineData("a notification", "{0}", "1800000000", null)]
    [InlineData("a probe", "WECHATPAY/SIGNTEST/{0}", "1800000000", InvalidToken)]
    [InlineData("a probe without a signature", "WECHATPAY/SIGNTEST/", "1800000000", InvalidToken)]
    [InlineData("an empty signature", "", "1800000000", InvalidToken)]
    [InlineData("301 s old", "{0}", "1799999699", Expired)]
    [InlineData("301 s ahead", "{0}", "1800000301", NotYetValid)]
    public static void Allows_or_denies_with_its_reason(string description, string signature, string time, DenyReason? reason)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(SampleKeys.PrivatePemOf(KeyKind.Rsa));
        var text = Encoding.ASCII.GetBytes($"{time}\nc5ac7061\n{Body}\n");
        var right = Convert.ToBase64String(rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var request = new VendorRequest
        {
            Method = "POST",
            Target = "/notify",
            Headers =
            [
                ("Wechatpay-Serial", SampleKeys.Id), ("Wechatpay-Nonce", "c5ac7061"), ("Wechatpay-Timestamp", time),
                ("Wechatpay-Signature", signature.Replace("{0}", right, StringComparison.Ordinal)),
            ],
            Body = Body,
            Keys = SampleKeys.Ring,
        };

        Expect.Equal(reason, request.Check("wechatpay-v3"), description);
    }
}
