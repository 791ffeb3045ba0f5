using System.Buffers;
using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Signatures;

namespace TokenAuthz.Signing.Handshakes;

/// <summary>
/// The signature in the answer to a handshake. It is made with the key that signs webhooks, of a text that a stranger may choose, and
/// must never be that of a webhook: the fields in the text hold letters, digits and the marks of base64 only, with its padding at the
/// end, of which no object of JSON and no form with values can be made.
/// </summary>
/// <param name="message">The text that is signed.</param>
/// <param name="fields">The fields in the text.</param>
/// <param name="method">The method of the scheme's HMAC.</param>
/// <param name="encoding">How the signature is written.</param>
/// <param name="signature">The field <c>sig</c>, which receives it.</param>
internal sealed class AnswerSignature(
    MessageWriter message, ImmutableArray<int> fields, SignatureMethod method, SignatureEncoding encoding, int signature)
{
    private const int MaxField = 256;

    private static readonly SearchValues<byte> Allowed =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/-_"u8);

    /// <summary>Signs, and sets the field.</summary>
    /// <returns>False when there is no key, or a field has something else in it.</returns>
    public bool TrySign<TRequest>(ref MessageSource<TRequest> source, Key? key, Span<byte> memory)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (key is null || !AreAllowed(ref source)) return false;
        var text = new ByteWriter(memory);
        try
        {
            if (!message.TryWrite(ref text, ref source)) return false;
            Span<byte> bytes = stackalloc byte[SignatureMethod.MaxSize];
            bytes = bytes[..method.Sign(key, text.Written, bytes)];
            var written = new byte[SignatureEncodings.MaxLength(bytes.Length)];
            source.Values[signature] = written.AsSpan(0, encoding.Write(bytes, written));
            return true;
        }
        finally
        {
            text.Dispose();
        }
    }

    private bool AreAllowed<TRequest>(ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct
    {
        foreach (var field in fields)
        {
            var value = source.Values[field];
            if (value.Length is 0 or > MaxField || value.TrimEnd((byte)'=').ContainsAnyExcept(Allowed)) return false;
        }

        return true;
    }
}
