using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>The signing string of APISIX's plugin hmac-auth since version 3.11: the key's id, then the lines.</summary>
internal sealed class ApisixString(MessageSettings settings) : SigningString(settings)
{
    public static readonly MessagePart Part = PartOf("apisix_signing_string", settings => new ApisixString(settings));

    private readonly int _keyId = settings.IndexOf(WellKnownFields.KeyId);

    private static ReadOnlySpan<byte> TargetName => "@request-target"u8;

    protected override bool EndsLast => true;

    protected override AbsentHeader Absent => AbsentHeader.LeftOut;

    protected override bool CoversTarget(scoped SignedNames names) => names.Contains(TargetName);

    protected override bool IsTarget(scoped ReadOnlySpan<byte> name) => name.SequenceEqual(TargetName);

    protected override bool TryWriteTarget(
        ref ByteWriter writer,
        scoped ReadOnlySpan<byte> name,
        scoped ReadOnlySpan<byte> method,
        scoped ReadOnlySpan<byte> target,
        int spelling)
    {
        writer.Append(method);
        writer.Append((byte)' ');
        writer.Append(target);
        return true;
    }

    protected override void WriteBegin(ref ByteWriter writer, scoped in FieldValues values)
    {
        writer.Append(values[_keyId]);
        writer.Append((byte)'\n');
    }
}
