using System.Buffers.Binary;

namespace TokenAuthz.Signing.Signatures;

/// <summary>The texts of the steps of a derivation, each with its length
/// behind it, so that no two lists of texts are written alike.</summary>
/// <param name="bytes">All texts.</param>
/// <param name="ends">Where each ends.</param>
internal readonly ref struct KeyTexts(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> ends)
{
    /// <summary>The length of what stands behind each text.</summary>
    public const int Border = sizeof(int);

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly ReadOnlySpan<int> _ends = ends;

    public int Count => _ends.Length;

    public ReadOnlySpan<byte> this[int index] => _bytes[(index == 0 ? 0 : _ends[index - 1] + Border).._ends[index]];

    /// <summary>Writes what stands behind a text.</summary>
    public static void WriteBorder(Span<byte> border, int length) => BinaryPrimitives.WriteInt32LittleEndian(border, length);
}
