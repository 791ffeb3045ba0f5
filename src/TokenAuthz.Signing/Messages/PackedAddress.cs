using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The client's address in network order, an IPv6 one cut to its prefix; nothing if the token has a mark of binding it, and lacks it.
/// </summary>
internal sealed class PackedAddress(int mark, int prefix) : PartWriter
{
    public static readonly MessagePart Part = new("packed_address", TextForm.Any)
    {
        Writer = (_, settings) => new PackedAddress(settings.IndexOf(WellKnownFields.AddressBound), settings.AddressPrefix),
        Content = PartContent.ClientAddress,
        Settings = ["AddressPrefix"],
    };

    private const int MaxBytes = 16;

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        if (mark >= 0 && !source.Values.Has(mark)) return true;
        var address = source.Request.ClientAddress;
        writer.Advance(address.WriteBytes(writer.Reserve(MaxBytes), prefix));
        return address.IsKnown;
    }
}
