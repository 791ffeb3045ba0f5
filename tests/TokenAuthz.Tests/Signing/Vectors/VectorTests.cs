using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Vectors;

public static class VectorTests
{
    public static TheoryData<int, string> Rows
    {
        get
        {
            var rows = new TheoryData<int, string>();
            foreach (var (index, vector) in Vector.All.Index()) rows.Add(index, vector.ToString());
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public static void Gives_the_published_verdict(int index, string description)
    {
        var vector = Vector.All[index];
        var scheme = Scheme.Compile(VectorScheme.DefinitionOf(vector));
        var request = new VectorRequest(vector);
        var trace = new MessageTrace();

        var verdict = scheme.Verify(ref request, new KeyRing([VectorScheme.KeyOf(vector, scheme)]), DateTimeOffset.FromUnixTimeSeconds(vector.Now), ref trace);

        Assert.True(verdict.IsAllowed == (vector.Verdict == "allow"), $"{description}: {(verdict.IsAllowed ? "allowed" : verdict.Reason.Code())}\nsigned: {trace.Signed ?? "nothing"}");
    }

    private sealed class MessageTrace : IVerifyTrace
    {
        public static bool IsOn => true;

        public string? Signed { get; private set; }

        public void Field(string name, ReadOnlySpan<byte> value)
        {
        }

        public void Message(string keyId, ReadOnlySpan<byte> message, bool isMatch) => Signed = Encoding.UTF8.GetString(message);

        public void Time(DenyReason? reason, long until)
        {
        }

        public void Scope(bool isIncluded)
        {
        }
    }
}
