using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Signatures;

namespace TokenAuthz.Tests.Signing.Signatures;

/// <summary>Every algorithm verifies what it signs, and nothing else.</summary>
public static class SignatureMethodTests
{
    private static readonly byte[] Message = Encoding.ASCII.GetBytes("GET\nexample.com\n/a");

    public static TheoryData<SignatureAlgorithm, SignatureForm> Methods { get; } =
    [
        .. from algorithm in Enum.GetValues<SignatureAlgorithm>()
           from form in Enum.GetValues<SignatureForm>()
           where form is SignatureForm.Concatenated || algorithm.Traits().Family is AlgorithmFamily.Ecdsa or AlgorithmFamily.ByKey
           select (algorithm, form),
    ];

    [Theory]
    [MemberData(nameof(Methods))]
    public static void Verifies_what_it_signs_and_no_other_message_signature_or_key(SignatureAlgorithm algorithm, SignatureForm form)
    {
        var method = SignatureMethod.Of(algorithm, form: form);
        foreach (var key in KeySamples.All.Where(key => method.WhyRefused(key) is null))
        {
            var signature = new byte[method.Size];
            signature = signature[..method.Sign(key, Message, signature)];

            Assert.True(method.Verify(key, Message, signature), $"{key}");
            var isToken = algorithm is SignatureAlgorithm.Token;
            Assert.Equal(isToken, method.Verify(key, [.. Message, 0], signature));
            Assert.False(method.Verify(key, Message, []));
            Assert.False(method.Verify(key, Message, [.. signature, 0]));
            Assert.False(method.Verify(key, Message, signature.AsSpan(1)));
            Assert.False(method.Verify(key, Message, new byte[signature.Length]));
            for (var bit = 0; bit < 8 * signature.Length; bit += 7)
            {
                byte[] changed = [.. signature];
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(method.Verify(key, Message, changed), $"{key}, bit {bit}");
            }

            var isPlain = algorithm.Traits().Family is AlgorithmFamily.Digest;
            foreach (var other in KeySamples.All.Where(other => other != key && !isPlain))
                Assert.False(method.Verify(other, Message, signature), $"{other} instead of {key}");
        }
    }
}
