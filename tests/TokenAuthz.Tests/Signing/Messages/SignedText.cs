using System.Text;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Messages;

/// <summary>The text that a check signs, which a trace shows, by the schemes of the URL that it tries.</summary>
internal sealed class SignedText : IVerifyTrace
{
    private static readonly KeyRing Keys = new([new("k1", "an-example-of-a-key-of-32-bytes."u8)]);

    private readonly List<string> _messages = [];

    /// <summary>The texts of a request, one for each scheme of the URL that is tried; none when the request is refused.</summary>
    public static IReadOnlyList<string> Of(SchemeDefinition definition, TestRequest request)
    {
        var trace = new SignedText();
        _ = Scheme.Compile(definition).Verify(ref request, Keys, DateTimeOffset.UnixEpoch, trace);
        return trace._messages;
    }

    public void Message(string keyId, ReadOnlySpan<byte> message, bool isMatch) => _messages.Add(Encoding.Latin1.GetString(message));
}
