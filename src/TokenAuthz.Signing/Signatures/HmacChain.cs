using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Signatures;

/// <summary>An HMAC of each text, with the result of the one before as its key, as AWS Signature Version 4 derives its keys.</summary>
internal sealed class HmacChain(DigestAlgorithm digest) : IKeyFunction
{
    public KeyMaterial Compute(ReadOnlySpan<byte> secret, KeyTexts texts)
    {
        Span<byte> result = stackalloc byte[DigestAlgorithms.MaxSize];
        scoped var key = secret;
        for (var i = 0; i < texts.Count; i++)
        {
            digest.ComputeHmac(key, texts[i], result);
            key = result[..digest.Size()];
        }

        return new SharedSecret(key);
    }
}
