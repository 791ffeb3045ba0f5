using TokenAuthz.Signing.Filters;

namespace TokenAuthz.Signing.Messages;

/// <summary>Writes a part that is made of the signed path alone.</summary>
internal sealed class PathWriter(PathWriter.Function write) : PartWriter
{
    /// <summary>Writes the part of a path.</summary>
    /// <returns>False when the path could be read in two ways.</returns>
    public delegate bool Function(ref ByteWriter writer, scoped ReadOnlySpan<byte> path);

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source) => write(ref writer, source.Path);
}
