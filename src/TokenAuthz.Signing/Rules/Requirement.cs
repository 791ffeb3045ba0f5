using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Rules;

/// <summary>A field of the token that has to equal a text, which is written as a message is: a digest of the body, or the host.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Field">The field's number.</param>
/// <param name="Expected">The texts, one of which has to be equal.</param>
/// <param name="IsOptional">Whether a token without the field meets the requirement.</param>
/// <param name="IsList">Whether the field is a list of texts with a zero byte between two.</param>
/// <param name="Reason">Why a request that does not meet it is denied.</param>
internal sealed record Requirement(
    string Name, int Field, ImmutableArray<MessageWriter> Expected, bool IsOptional, bool IsList, DenyReason Reason)
{
    /// <summary>Whether a text is made of the body.</summary>
    public bool IsOfBody => Reason is DenyReason.InvalidToken;

    /// <summary>Whether the request meets the requirement. Of a field that is a list of texts, one has to be equal.</summary>
    /// <param name="source">The request and its token.</param>
    /// <param name="memory">Memory for a text while it is written.</param>
    public bool IsMet<TRequest>(ref MessageSource<TRequest> source, Span<byte> memory)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (!source.Values.Has(Field)) return IsOptional;
        foreach (var expected in Expected)
        {
            if (IsEqual(expected, ref source, memory)) return true;
        }

        return false;
    }

    private bool IsEqual<TRequest>(MessageWriter expected, ref MessageSource<TRequest> source, Span<byte> memory)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var text = new ByteWriter(memory);
        try
        {
            return expected.TryWrite(ref text, ref source) && Holds(source.Values[Field], text.Written);
        }
        finally
        {
            text.Dispose();
        }
    }

    private bool Holds(ReadOnlySpan<byte> value, scoped ReadOnlySpan<byte> text)
    {
        if (!IsList) return FixedTime.AreEqual(value, text);
        foreach (var range in value.Split((byte)0))
        {
            if (FixedTime.AreEqual(value[range], text)) return true;
        }

        return false;
    }
}
