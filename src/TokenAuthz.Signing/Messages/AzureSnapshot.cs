using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>The snapshot or the version of a blob that a shared access
/// signature of Azure Storage opens; nothing for the blob itself.</summary>
internal sealed class AzureSnapshot(TokenFields fields) : PartWriter
{
    public static readonly MessagePart Part = new("azure_snapshot", new() { Bytes = HttpBytes.All, MayBeRestricted = true })
    {
        Writer = (_, settings) => new AzureSnapshot(settings.Fields),
    };

    private readonly int _kind = fields.IndexOf("sr");
    private readonly int _snapshot = fields.IndexOf("snapshot");
    private readonly int _version = fields.IndexOf("versionid");

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        if (source.Values[_kind].SequenceEqual("bs"u8)) writer.Append(source.Values[_snapshot]);
        else if (source.Values[_kind].SequenceEqual("bv"u8)) writer.Append(source.Values[_version]);
        return true;
    }
}
