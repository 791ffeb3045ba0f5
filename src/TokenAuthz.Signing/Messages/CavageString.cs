using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The signing string of draft-cavage-http-signatures-12, section 2.3.</summary>
internal sealed class CavageString(MessageSettings settings) : SigningString(settings)
{
    public static readonly MessagePart Part = PartOf("signing_string", settings => new CavageString(settings));

    private static ReadOnlySpan<byte> TargetName => "(request-target)"u8;

    protected override bool HasTimes => true;

    protected override AbsentHeader Absent => AbsentHeader.Denied;

    protected override bool CoversTarget(scoped SignedNames names) => names.Contains(TargetName);

    protected override bool IsTarget(scoped ReadOnlySpan<byte> name) => name.SequenceEqual(TargetName);

    protected override bool TryWriteTarget(
        ref ByteWriter writer,
        scoped ReadOnlySpan<byte> name,
        scoped ReadOnlySpan<byte> method,
        scoped ReadOnlySpan<byte> target,
        int spelling)
    {
        writer.Append(TargetName);
        writer.Append(": "u8);
        if (!TryWriteLower(ref writer, method)) return false;
        writer.Append((byte)' ');
        writer.Append(target);
        return true;
    }

    // The draft writes names in lower case.
    protected override bool IsSpelling(scoped ReadOnlySpan<byte> name, HeaderName header) => name.SequenceEqual(header.Bytes);
}
