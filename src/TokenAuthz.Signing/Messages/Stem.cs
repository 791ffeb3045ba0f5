using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The signed path without its file's ending, if the ending is one of the setting <c>Stem</c>, percent-decoded.</summary>
internal sealed class Stem(ImmutableArray<byte[]> endings) : PartWriter
{
    public static readonly MessagePart Part = new("stem", PathParts.Uri.Form)
    {
        Writer = (_, settings) => new Stem(settings.Stem),
        Content = PartContent.Path,
        Settings = ["Stem"],
    };

    // An ambiguous path is refused, as for a directory.
    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var path = source.Path;
        if (RequestPath.IsAmbiguous(path)) return false;
        foreach (var ending in endings.AsSpan())
        {
            if (!path.EndsWith(ending)) continue;
            path = path[..^ending.Length];
            break;
        }

        PathParts.AppendDecoded(ref writer, path);
        return true;
    }
}
