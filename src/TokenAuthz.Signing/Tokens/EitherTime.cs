using System.Collections.Immutable;

namespace TokenAuthz.Signing.Tokens;

/// <summary>A time in one of two formats, of which a sender's products use both. A text of both has the first.</summary>
internal sealed class EitherTime(TimeFormat first, TimeFormat second) : TimeFormat
{
    public override ImmutableHashSet<byte> Bytes => first.Bytes.Union(second.Bytes);

    public override bool IsFixed => false;

    public override bool TryRead(ReadOnlySpan<byte> text, out Instant instant) =>
        first.TryRead(text, out instant) || second.TryRead(text, out instant);

    public override string Write(long seconds) => first.Write(seconds);
}
