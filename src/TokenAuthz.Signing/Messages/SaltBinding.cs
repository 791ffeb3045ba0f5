using TokenAuthz.Signing.Filters;

namespace TokenAuthz.Signing.Messages;

/// <summary><c>~salt=</c> and the salt, if the scheme has one, as Akamai does.</summary>
internal sealed class SaltBinding : PartWriter
{
    public static readonly MessagePart Part =
        new("salt_binding", TextForm.Constant) { Writer = (_, _) => new SaltBinding(), Settings = MessageParts.Salt.Settings };

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        if (source.Salt.IsEmpty) return true;
        writer.Append("~salt="u8);
        writer.Append(source.Salt);
        return true;
    }
}
