namespace TokenAuthz.Tests.Signing.Vectors;

/// <summary>Every allowed vector of tests/vectors and of webhooks with each part changed
/// that its signature covers: so docs/formats.md says the truth.</summary>
public static class ChangedVectorTests
{
    public static TheoryData<int, string> Rows => AllVectors.Rows(
        vector => vector is { IsAllowed: true, IsDerived: false } and ({ IsOfFormat: true } or { IsWebhook: true }));

    [Theory]
    [MemberData(nameof(Rows))]
    public static void Denies_what_is_changed_after_it_was_signed(int index, string description)
    {
        var vector = AllVectors.List[index];
        var signed = SignedParts.Of(vector);

        Assert.All(ChangedVector.Of(vector, signed), changed =>
        {
            var verdict = VectorVerdict.Of(changed.Vector);
            Assert.True(verdict.Reason is not null, $"{description}, with {changed.Change}: {verdict}");
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public static void Denies_a_token_that_names_another_key(int index, string description)
    {
        var vector = AllVectors.List[index];
        var trace = new VectorTrace();
        _ = VectorVerdict.Of(vector, trace);
        if (trace.KeyId is null) return;

        var verdict = VectorVerdict.Of(vector with { Configuration = vector.Configuration.WithOtherIds() });

        Assert.True(verdict.Reason is not null, $"{description}, whose key has another id: {verdict}");
    }
}
