using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>The parts of a message that bind the client's address. A request whose address is unknown is denied.</summary>
internal static class AddressParts
{
    private const int MaxTextLength = 45;
    private const int MaxBytes = 16;

    /// <summary>Writes the address in its usual notation.</summary>
    public static bool TryWriteText(ref ByteWriter writer, ClientAddress address)
    {
        writer.Advance(address.WriteText(writer.Reserve(MaxTextLength)));
        return address.IsKnown;
    }

    /// <summary>Writes the address in network order, if the token binds it.</summary>
    public static bool TryWritePacked(ref ByteWriter writer, ClientAddress address, MessageSettings settings, scoped in FieldValues values)
    {
        if (settings.AddressBound >= 0 && !values.Has(settings.AddressBound)) return true;
        writer.Advance(address.WriteBytes(writer.Reserve(MaxBytes), settings.AddressPrefix));
        return address.IsKnown;
    }
}
