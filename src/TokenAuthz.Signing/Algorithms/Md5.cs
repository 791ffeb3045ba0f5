using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace TokenAuthz.Signing.Algorithms;

/// <summary>MD5 (RFC 1321) of a message that is appended piece by piece. Allocates nothing.</summary>
/// <remarks>
/// Written here because the platform's, which calls OpenSSL, takes three to four times as long for the short messages of a check.
/// Published formats use MD5; a new format should use an HMAC.
/// </remarks>
internal ref struct Md5
{
    /// <summary>The length of a digest in bytes.</summary>
    public const int Size = 16;

    private const int BlockSize = 64;

    // The offset of the message's length, in bits, in the last block.
    private const int LengthOffset = BlockSize - sizeof(ulong);

    private uint _a;
    private uint _b;
    private uint _c;
    private uint _d;
    private ulong _length;
    private Block _block;

    /// <summary>Begins an empty message.</summary>
    public Md5() => (_a, _b, _c, _d) = (0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);

    /// <summary>Adds bytes to the end of the message.</summary>
    public void Append(scoped ReadOnlySpan<byte> bytes)
    {
        var filled = (int)(_length % BlockSize);
        _length += (ulong)bytes.Length;

        if (filled > 0)
        {
            var taken = Math.Min(BlockSize - filled, bytes.Length);
            bytes[..taken].CopyTo(_block[filled..]);
            if (filled + taken < BlockSize) return;
            Mix(_block);
            bytes = bytes[taken..];
        }

        for (; bytes.Length >= BlockSize; bytes = bytes[BlockSize..]) Mix(bytes);
        bytes.CopyTo(_block);
    }

    /// <summary>Ends the message and writes its digest.</summary>
    /// <param name="digest">Room for <see cref="Size"/> bytes.</param>
    public void Finish(scoped Span<byte> digest)
    {
        var filled = (int)(_length % BlockSize);
        _block[filled++] = 0x80;
        if (filled > LengthOffset)
        {
            _block[filled..].Clear();
            Mix(_block);
            filled = 0;
        }

        // The first block is zero behind the message.
        if (_length >= LengthOffset) _block[filled..LengthOffset].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(_block[LengthOffset..], _length * 8);
        Mix(_block);

        BinaryPrimitives.WriteUInt32LittleEndian(digest[12..Size], _d);
        BinaryPrimitives.WriteUInt32LittleEndian(digest[8..], _c);
        BinaryPrimitives.WriteUInt32LittleEndian(digest[4..], _b);
        BinaryPrimitives.WriteUInt32LittleEndian(digest, _a);
    }

    // One block: 64 steps, unrolled so that the compiler knows every word, shift and constant.
    private void Mix(scoped ReadOnlySpan<byte> block)
    {
        block = block[..BlockSize];
        var x0 = BinaryPrimitives.ReadUInt32LittleEndian(block);
        var x1 = BinaryPrimitives.ReadUInt32LittleEndian(block[4..]);
        var x2 = BinaryPrimitives.ReadUInt32LittleEndian(block[8..]);
        var x3 = BinaryPrimitives.ReadUInt32LittleEndian(block[12..]);
        var x4 = BinaryPrimitives.ReadUInt32LittleEndian(block[16..]);
        var x5 = BinaryPrimitives.ReadUInt32LittleEndian(block[20..]);
        var x6 = BinaryPrimitives.ReadUInt32LittleEndian(block[24..]);
        var x7 = BinaryPrimitives.ReadUInt32LittleEndian(block[28..]);
        var x8 = BinaryPrimitives.ReadUInt32LittleEndian(block[32..]);
        var x9 = BinaryPrimitives.ReadUInt32LittleEndian(block[36..]);
        var x10 = BinaryPrimitives.ReadUInt32LittleEndian(block[40..]);
        var x11 = BinaryPrimitives.ReadUInt32LittleEndian(block[44..]);
        var x12 = BinaryPrimitives.ReadUInt32LittleEndian(block[48..]);
        var x13 = BinaryPrimitives.ReadUInt32LittleEndian(block[52..]);
        var x14 = BinaryPrimitives.ReadUInt32LittleEndian(block[56..]);
        var x15 = BinaryPrimitives.ReadUInt32LittleEndian(block[60..]);
        var (a, b, c, d) = (_a, _b, _c, _d);

        a = F(a, b, c, d, x0, 7, 0xd76aa478);
        d = F(d, a, b, c, x1, 12, 0xe8c7b756);
        c = F(c, d, a, b, x2, 17, 0x242070db);
        b = F(b, c, d, a, x3, 22, 0xc1bdceee);
        a = F(a, b, c, d, x4, 7, 0xf57c0faf);
        d = F(d, a, b, c, x5, 12, 0x4787c62a);
        c = F(c, d, a, b, x6, 17, 0xa8304613);
        b = F(b, c, d, a, x7, 22, 0xfd469501);
        a = F(a, b, c, d, x8, 7, 0x698098d8);
        d = F(d, a, b, c, x9, 12, 0x8b44f7af);
        c = F(c, d, a, b, x10, 17, 0xffff5bb1);
        b = F(b, c, d, a, x11, 22, 0x895cd7be);
        a = F(a, b, c, d, x12, 7, 0x6b901122);
        d = F(d, a, b, c, x13, 12, 0xfd987193);
        c = F(c, d, a, b, x14, 17, 0xa679438e);
        b = F(b, c, d, a, x15, 22, 0x49b40821);

        a = G(a, b, c, d, x1, 5, 0xf61e2562);
        d = G(d, a, b, c, x6, 9, 0xc040b340);
        c = G(c, d, a, b, x11, 14, 0x265e5a51);
        b = G(b, c, d, a, x0, 20, 0xe9b6c7aa);
        a = G(a, b, c, d, x5, 5, 0xd62f105d);
        d = G(d, a, b, c, x10, 9, 0x02441453);
        c = G(c, d, a, b, x15, 14, 0xd8a1e681);
        b = G(b, c, d, a, x4, 20, 0xe7d3fbc8);
        a = G(a, b, c, d, x9, 5, 0x21e1cde6);
        d = G(d, a, b, c, x14, 9, 0xc33707d6);
        c = G(c, d, a, b, x3, 14, 0xf4d50d87);
        b = G(b, c, d, a, x8, 20, 0x455a14ed);
        a = G(a, b, c, d, x13, 5, 0xa9e3e905);
        d = G(d, a, b, c, x2, 9, 0xfcefa3f8);
        c = G(c, d, a, b, x7, 14, 0x676f02d9);
        b = G(b, c, d, a, x12, 20, 0x8d2a4c8a);

        a = H(a, b, c, d, x5, 4, 0xfffa3942);
        d = H(d, a, b, c, x8, 11, 0x8771f681);
        c = H(c, d, a, b, x11, 16, 0x6d9d6122);
        b = H(b, c, d, a, x14, 23, 0xfde5380c);
        a = H(a, b, c, d, x1, 4, 0xa4beea44);
        d = H(d, a, b, c, x4, 11, 0x4bdecfa9);
        c = H(c, d, a, b, x7, 16, 0xf6bb4b60);
        b = H(b, c, d, a, x10, 23, 0xbebfbc70);
        a = H(a, b, c, d, x13, 4, 0x289b7ec6);
        d = H(d, a, b, c, x0, 11, 0xeaa127fa);
        c = H(c, d, a, b, x3, 16, 0xd4ef3085);
        b = H(b, c, d, a, x6, 23, 0x04881d05);
        a = H(a, b, c, d, x9, 4, 0xd9d4d039);
        d = H(d, a, b, c, x12, 11, 0xe6db99e5);
        c = H(c, d, a, b, x15, 16, 0x1fa27cf8);
        b = H(b, c, d, a, x2, 23, 0xc4ac5665);

        a = I(a, b, c, d, x0, 6, 0xf4292244);
        d = I(d, a, b, c, x7, 10, 0x432aff97);
        c = I(c, d, a, b, x14, 15, 0xab9423a7);
        b = I(b, c, d, a, x5, 21, 0xfc93a039);
        a = I(a, b, c, d, x12, 6, 0x655b59c3);
        d = I(d, a, b, c, x3, 10, 0x8f0ccc92);
        c = I(c, d, a, b, x10, 15, 0xffeff47d);
        b = I(b, c, d, a, x1, 21, 0x85845dd1);
        a = I(a, b, c, d, x8, 6, 0x6fa87e4f);
        d = I(d, a, b, c, x15, 10, 0xfe2ce6e0);
        c = I(c, d, a, b, x6, 15, 0xa3014314);
        b = I(b, c, d, a, x13, 21, 0x4e0811a1);
        a = I(a, b, c, d, x4, 6, 0xf7537e82);
        d = I(d, a, b, c, x11, 10, 0xbd3af235);
        c = I(c, d, a, b, x2, 15, 0x2ad7d2bb);
        b = I(b, c, d, a, x9, 21, 0xeb86d391);

        _a += a;
        _b += b;
        _c += c;
        _d += d;
    }

    // The four round functions of RFC 1321, section 3.4. Each step waits for b, the result of the step before. To shorten that
    // wait, terms without b come first, F is in a form with one operation less, and G is a sum, because its halves share no bit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint F(uint a, uint b, uint c, uint d, uint word, int shift, uint constant) =>
        b + BitOperations.RotateLeft(a + word + constant + (d ^ (b & (c ^ d))), shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint G(uint a, uint b, uint c, uint d, uint word, int shift, uint constant) =>
        b + BitOperations.RotateLeft(a + word + constant + (c & ~d) + (b & d), shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint H(uint a, uint b, uint c, uint d, uint word, int shift, uint constant) =>
        b + BitOperations.RotateLeft(a + word + constant + (c ^ d ^ b), shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint I(uint a, uint b, uint c, uint d, uint word, int shift, uint constant) =>
        b + BitOperations.RotateLeft(a + word + constant + (c ^ (b | ~d)), shift);

    [InlineArray(BlockSize)]
    private struct Block
    {
        private byte _first;
    }
}
