using System.Text;

namespace TokenAuthz.Engine.Policies;

/// <summary>A header of a deny, made once, so that a deny allocates nothing.</summary>
public sealed class DenyHeader
{
    internal DenyHeader(string name, string value) => (Name, Value, NameBytes, ValueBytes) = (name, value, Pin(name), Pin(value));

    /// <summary>The name in lower case.</summary>
    public string Name { get; }

    /// <summary>The value, in printable ASCII.</summary>
    public string Value { get; }

    /// <summary>The name in ASCII. The array does not move, so that its address holds as long as this object is kept.</summary>
    public ReadOnlyMemory<byte> NameBytes { get; }

    /// <summary>The value in ASCII, which does not move either.</summary>
    public ReadOnlyMemory<byte> ValueBytes { get; }

    private static byte[] Pin(string text)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(text.Length, pinned: true);
        Encoding.ASCII.GetBytes(text, bytes);
        return bytes;
    }
}
