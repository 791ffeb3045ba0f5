using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The line of the encryption scope of a shared access signature of Azure Storage, which came with version 2020-12-06. A version that is
/// no date is refused, and a scope that has a line feed.
/// </summary>
internal sealed class AzureScope(TokenFields fields) : PartWriter
{
    // The version, which is signed too, tells whether the line is there.
    public static readonly MessagePart Part = new("azure_scope", new() { Bytes = HttpBytes.All, EndsItself = true })
    {
        Writer = (_, settings) => new AzureScope(settings.Fields),
    };

    private readonly int _version = fields.IndexOf("sv");
    private readonly int _scope = fields.IndexOf("ses");

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var version = source.Values[_version];
        var scope = source.Values[_scope];
        if (version.Length != "2020-12-06".Length || scope.Contains((byte)'\n')) return false;
        if (version.SequenceCompareTo("2020-12-06"u8) < 0) return true;
        writer.Append(scope);
        writer.Append((byte)'\n');
        return true;
    }
}
