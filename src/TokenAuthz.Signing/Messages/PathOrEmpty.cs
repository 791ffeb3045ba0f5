using TokenAuthz.Signing.Filters;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The path, or nothing in place of the path <c>/</c>: a sender that was given <c>https://example.com</c> requests <c>/</c>, and signs what
/// it was given.
/// </summary>
internal sealed class PathOrEmpty : PartWriter
{
    public static readonly MessagePart Part = new("path", MessageParts.Path.Form with { MayBeEmpty = true })
    {
        Writer = (_, _) => new PathOrEmpty(),
        Content = PartContent.Path,
        Argument = "or_empty",
        NeedsArgument = true,
    };

    public override int Spellings => 2;

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        if (source.Spelling > 0) return source.Path is [(byte)'/'];
        writer.Append(source.Path);
        return true;
    }
}
