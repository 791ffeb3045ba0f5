using System.Text;
using TokenAuthz.Signing.Signatures;

namespace TokenAuthz.Tests.Signing.Vectors;

/// <summary>The vectors of signed responses. No gateway checks one, so that their algorithm and key are tested alone.</summary>
public static class ResponseVectorTests
{
    public static TheoryData<int, string> Rows => AllVectors.Rows(vector => vector.IsResponse);

    [Theory]
    [MemberData(nameof(Rows))]
    public static void Has_the_signature_of_its_key(int index, string description)
    {
        var vector = AllVectors.List[index];
        var policy = vector.Configuration.Policy;
        var signature = Convert.FromBase64String(vector.Header("signature")!.Split(':')[1]);
        var message = Encoding.UTF8.GetBytes(vector.SignedText!);

        var method = SignatureMethod.Of(policy.Accepts!.All[0].Scheme.Definition.Algorithm);

        Assert.True(method.Verify(policy.Accepts!.All[0].Keys.Keys[0], message, signature), description);
        Assert.False(method.Verify(policy.Accepts!.All[0].Keys.Keys[0], message.AsSpan(1), signature), description);
    }
}
