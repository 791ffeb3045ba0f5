using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Signatures;

namespace TokenAuthz.Tests.Signing.Signatures;

/// <summary>A verified signature allocates nothing, and neither does one that is denied.</summary>
public static class SignatureAllocationTests
{
    public static TheoryData<SignatureAlgorithm> Algorithms { get; } = [.. Enum.GetValues<SignatureAlgorithm>()];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public static void Allocates_nothing(SignatureAlgorithm algorithm)
    {
        var method = SignatureMethod.Of(algorithm);
        foreach (var key in KeySamples.All)
        {
            var signature = new byte[method.Size];
            if (method.WhyRefused(key) is null) signature = signature[..method.Sign(key, "message"u8, signature)];
            for (var i = 0; i < 3; i++) Verify();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10; i++) Verify();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

            void Verify()
            {
                _ = method.Verify(key, "message"u8, signature);
                _ = method.Verify(key, "another"u8, signature);
            }
        }
    }

    [Fact]
    public static void Verifies_with_one_key_on_many_threads()
    {
        foreach (var key in KeySamples.All)
        {
            var method = SignatureMethod.Of(SignatureAlgorithm.FromKey);
            var signature = new byte[method.Size];
            var length = method.Sign(key, "message"u8, signature);

            Parallel.For(0, 200, i =>
            {
                Assert.True(method.Verify(key, "message"u8, signature.AsSpan(0, length)));
                Assert.False(method.Verify(key, "another"u8, signature.AsSpan(0, length)));
            });
        }
    }
}
