using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// Parameters of the body, if that is a form, or of the query: decoded as in a form, sorted by name and then by value, each once,
/// without the one that the signature is in. <c>{sorted_form}</c> writes them without anything between them, <c>{sorted_form:=&amp;}</c>
/// as <c>a=1&amp;b=2</c>; names behind these two characters and a comma are left out.
/// </summary>
internal sealed class SortedParameters : PartWriter
{
    public static readonly MessagePart OfForm = new("sorted_form", TextForm.Any)
    {
        Writer = (piece, settings) => new SortedParameters(isForm: true, piece.Argument, settings),
        Content = PartContent.Body,
        Argument = MessagePart.AnyArgument,
        ArgumentShown = "=&,NAME",
        CheckArgument = Check,
    };

    public static readonly MessagePart OfQuery = new("sorted_query", TextForm.Any)
    {
        Writer = (piece, settings) => new SortedParameters(isForm: false, piece.Argument, settings),
        Content = PartContent.Query,
        Argument = MessagePart.AnyArgument,
        ArgumentShown = "=&,NAME",
        CheckArgument = Check,
        NeedsArgument = true,
    };

    private const char Comma = ',';

    private static readonly HeaderName ContentType = new("content-type");

    private readonly bool _isForm;
    private readonly byte[] _joins;
    private readonly ImmutableArray<byte[]> _leftOut;

    /// <param name="isForm">Whether the parameters are those of the body, and not of the query.</param>
    /// <param name="argument">The characters behind a name and behind a value, then names that are left out; empty for none.</param>
    /// <param name="settings">The token, whose signature is left out.</param>
    public SortedParameters(bool isForm, string argument, MessageSettings settings)
    {
        var parts = argument.Split(Comma);
        _isForm = isForm;
        _joins = Encoding.ASCII.GetBytes(parts[0]);
        IEnumerable<byte[]> signature = isForm
            ? settings.BodySignature is { } name ? [name] : []
            : settings.SignatureParameters.Select(parameter => parameter.Name);
        _leftOut = [.. parts[1..].Select(Encoding.UTF8.GetBytes), .. signature];
    }

    private static void Check(string argument)
    {
        var parts = argument.Split(Comma);
        if (parts[0].Length is not (0 or 2) || !Ascii.IsValid(parts[0]) || parts.AsSpan(1).Contains(""))
        {
            throw new FormatException(
                $"'{argument}' is not a character behind each name and one between two parameters, as in =&, and then names that are " +
                    "left out, as in =&,sign_type");
        }
    }

    /// <summary>Whether a piece of a message has a parameter, if the request has it.</summary>
    public static bool Includes(MessagePiece piece, byte[] name) =>
        !piece.Argument.Split(Comma)[1..].Any(other => name.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(other)));

    // An escape that is ill-formed is refused, and a body that is no form, because it would not be signed.
    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        if (_isForm && !IsFormOrEmpty(ref source.Request)) return false;
        var raw = _isForm ? source.Request.Body : RequestPath.QueryOf(source.Target);
        var parameters = new ParameterList(
            stackalloc byte[ParameterList.StackText], stackalloc ParameterList.Entry[ParameterList.StackCount]);
        try
        {
            foreach (var range in raw.Split((byte)'&'))
            {
                if (!raw[range].IsEmpty && !TryAdd(ref parameters, raw[range])) return false;
            }

            Write(ref writer, parameters.Sorted, parameters.Text.Written);
            return true;
        }
        finally
        {
            parameters.Dispose();
        }
    }

    private static bool IsFormOrEmpty<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        request.Body.IsEmpty || (request.Header(ContentType, out var type) is HeaderCount.One && OAuthParameters.IsForm(type));

    // Text that could be read as another parameter is denied: a value `1&b=2` would be that of a parameter `b`.
    private bool TryAdd(scoped ref ParameterList parameters, scoped ReadOnlySpan<byte> raw)
    {
        var equals = raw.IndexOf((byte)'=');
        var start = parameters.Text.Length;
        if (!TryAppend(ref parameters.Text, equals < 0 ? raw : raw[..equals])) return false;
        var end = parameters.Text.Length;
        if (!TryAppend(ref parameters.Text, equals < 0 ? default : raw[(equals + 1)..])) return false;
        var text = parameters.Text.Written;
        if (!IsOne(text[start..end], text[end..])) return false;
        return IsLeftOut(text[start..end]) || parameters.TryAdd(start, end);
    }

    private bool IsOne(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        if (_joins is not [var assignment, var separator]) return true;
        var end = value.IndexOf(separator);
        return !name.ContainsAny(assignment, separator) && (end < 0 || !value[end..].Contains(assignment));
    }

    private bool IsLeftOut(scoped ReadOnlySpan<byte> name)
    {
        foreach (var other in _leftOut)
        {
            if (name.SequenceEqual(other)) return true;
        }

        return false;
    }

    private static bool TryAppend(scoped ref ByteWriter text, scoped ReadOnlySpan<byte> raw)
    {
        if (!PercentEncoding.TryDecodeForm(raw, text.Reserve(raw.Length), out var length)) return false;
        text.Advance(length);
        return true;
    }

    private void Write(ref ByteWriter writer, scoped ReadOnlySpan<ParameterList.Entry> sorted, scoped ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && sorted[i].CompareTo(sorted[i - 1], text) == 0) continue;
            if (i > 0 && _joins.Length > 0) writer.Append(_joins[1]);
            writer.Append(sorted[i].Name(text));
            if (_joins.Length > 0) writer.Append(_joins[0]);
            writer.Append(sorted[i].Value(text));
        }
    }
}
