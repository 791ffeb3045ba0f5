using System.Globalization;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The first segments of the signed path, percent-decoded, or all of a shorter one: <c>{segments:2}</c>. Everything below them shares a
/// token, as with lighttpd's <c>secdownload.path-segments</c>.
/// </summary>
internal sealed class PathSegments(int count) : PartWriter
{
    public static readonly MessagePart Part = new("segments", PathParts.Uri.Form)
    {
        Writer = (piece, _) => new PathSegments(CountOf(piece.Argument)),
        Content = PartContent.Path,
        Argument = MessagePart.AnyNumber,
        NeedsArgument = true,
        CheckArgument = argument => _ = CountOf(argument),
    };

    // An ambiguous path is refused, as for a directory.
    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var path = source.Path;
        if (RequestPath.IsAmbiguous(path)) return false;
        var end = 0;
        for (var i = 0; i < count && end < path.Length; i++)
        {
            var length = path[(end + 1)..].IndexOf((byte)'/');
            end = length < 0 ? path.Length : end + 1 + length;
        }

        PathParts.AppendDecoded(ref writer, path[..end]);
        return true;
    }

    private static int CountOf(string argument) =>
        int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 100
            ? count
            : throw new FormatException($"{{segments:{argument}}} needs a number of segments, 1 to 99: write {{segments:2}}");
}
