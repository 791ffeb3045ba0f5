using TokenAuthz.Signing.Filters;

namespace TokenAuthz.Signing.Messages;

/// <summary>The signing string of Kong's plugin hmac-auth.</summary>
internal sealed class KongString(MessageSettings settings) : SigningString(settings)
{
    public static readonly MessagePart Part = PartOf("kong_signing_string", settings => new KongString(settings));

    // A gateway does not tell the HTTP version, and clients may sign any.
    private static readonly byte[][] Versions =
        ["HTTP/1.1"u8.ToArray(), "HTTP/2.0"u8.ToArray(), "HTTP/1.0"u8.ToArray(), "HTTP/3.0"u8.ToArray()];

    private static ReadOnlySpan<byte> TargetName => "@request-target"u8;

    private static ReadOnlySpan<byte> LineName => "request-line"u8;

    public override int Spellings => Versions.Length;

    protected override AbsentHeader Absent => AbsentHeader.Empty;

    protected override bool HasSpellings(scoped SignedNames names) => names.Contains(LineName);

    protected override bool CoversTarget(scoped SignedNames names) => names.Contains(TargetName) || names.Contains(LineName);

    protected override bool IsTarget(scoped ReadOnlySpan<byte> name) => name.SequenceEqual(TargetName) || name.SequenceEqual(LineName);

    protected override bool TryWriteTarget(
        ref ByteWriter writer,
        scoped ReadOnlySpan<byte> name,
        scoped ReadOnlySpan<byte> method,
        scoped ReadOnlySpan<byte> target,
        int spelling)
    {
        var isLine = name.SequenceEqual(LineName);
        if (isLine)
        {
            writer.Append(method);
        }
        else
        {
            writer.Append(TargetName);
            writer.Append(": "u8);
            if (!TryWriteLower(ref writer, method)) return false;
        }

        writer.Append((byte)' ');
        writer.Append(target);
        if (!isLine) return true;
        writer.Append((byte)' ');
        writer.Append(Versions[spelling]);
        return true;
    }
}
