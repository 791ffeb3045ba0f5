using System.Collections.Immutable;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <summary>The other ways to take the message of a request apart: the same bytes, some of them in another part.</summary>
internal static class MessageReadings
{
    private const int MaxReadings = 400;

    /// <summary>Requests with the same message, as far as its text is concerned.</summary>
    /// <param name="request">The request that was signed.</param>
    /// <param name="settable">The parts and fields that a client can set as it likes; all others keep their values.</param>
    public static IEnumerable<RequestValues> Of(RequestValues request, ImmutableHashSet<string> settable)
    {
        request = WithWholeTarget(request);
        List<(bool IsField, string Text)> pieces = [];
        foreach (var (isField, text) in TemplateText.Split(request.Scheme.Message))
        {
            var name = text is "target" or "signed_target" or "uri" ? "path" : text;
            var isSet = isField
                && settable.Contains(text)
                && request.Values.ContainsKey(name)
                && (text is not "uri" || !request.Values[name].Contains('%', StringComparison.Ordinal));
            pieces.Add(isSet ? (true, name) : (false, isField ? $"\0{text}\0" : text));
        }

        var message = string.Concat(pieces.Select(piece => piece.IsField ? request.Values[piece.Text] : piece.Text));
        return Read(message, 0, pieces, 0, request).Take(MaxReadings);
    }

    // {target} is path and query; as one text it can lose and gain bytes as a whole.
    private static RequestValues WithWholeTarget(RequestValues request)
    {
        var isOne = request.Scheme.Message.Contains("target}", StringComparison.Ordinal) && request.Values["query"].Length > 0;
        return isOne ? request.With("path", $"{request.Values["path"]}?{request.Values["query"]}").With("query", "") : request;
    }

    private static IEnumerable<RequestValues> Read(
        string text, int start, List<(bool IsField, string Text)> pieces, int index, RequestValues request)
    {
        if (index == pieces.Count)
        {
            if (start == text.Length) yield return request;
            yield break;
        }

        var (isField, piece) = pieces[index];
        if (!isField)
        {
            if (!text.AsSpan(start).StartsWith(piece, StringComparison.Ordinal)) yield break;
            foreach (var reading in Read(text, start + piece.Length, pieces, index + 1, request)) yield return reading;
            yield break;
        }

        // What is near to what was signed comes first.
        var length = request.Values[piece].Length;
        foreach (var end in Enumerable.Range(start, text.Length - start + 1).OrderBy(end => Math.Abs(end - start - length)))
        {
            foreach (var reading in Read(text, end, pieces, index + 1, request.With(piece, text[start..end]))) yield return reading;
        }
    }
}
