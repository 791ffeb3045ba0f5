using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The client's address in its usual notation. A request whose address is unknown is denied.</summary>
internal sealed class ClientAddressText : PartWriter
{
    public static readonly MessagePart Part = new("client_address", new() { Bytes = HttpBytes.Address })
    {
        Writer = (_, _) => new ClientAddressText(),
        Content = PartContent.ClientAddress,
    };

    private const int MaxLength = 45;

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var address = source.Request.ClientAddress;
        writer.Advance(address.WriteText(writer.Reserve(MaxLength)));
        return address.IsKnown;
    }
}
