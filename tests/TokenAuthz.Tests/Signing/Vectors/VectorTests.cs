namespace TokenAuthz.Tests.Signing.Vectors;

/// <summary>Every vector through the core.</summary>
public static class VectorTests
{
    // Bytes that would go on with a digest, a number, a parameter, a list, a path or a text.
    private static readonly byte[] Neighbours = [(byte)'0', (byte)'a', (byte)'=', (byte)'&', (byte)'~', (byte)'/', (byte)'"', 0, 0xff];

    public static TheoryData<int, string> Rows => AllVectors.Rows();

    [Theory]
    [MemberData(nameof(Rows))]
    public static void Gives_the_published_verdict_whatever_stands_in_memory_around_the_request(int index, string description)
    {
        var vector = AllVectors.List[index];
        var first = VectorVerdict.Of(vector);
        Expect.Equal(vector.IsAllowed, first.Reason is null, $"{description}: {first}");
        if (vector is { IsResponse: false, SignedText: { } signed }) Expect.Equal(signed, first.Signed, description);

        Assert.All(
            Neighbours,
            neighbour => Expect.Equal(first, VectorVerdict.Of(vector, neighbour), $"{description}, beside the byte {neighbour:x2}"));
    }
}
