using TokenAuthz.Signing.Algorithms;

namespace TokenAuthz.Signing.Keys;

/// <summary>Bytes that signer and verifier share.</summary>
public sealed class SharedSecret : KeyMaterial
{
    private readonly byte[] _bytes;
    private readonly byte[] _salt;

    /// <summary>Makes a secret.</summary>
    /// <param name="bytes">At least one byte; copied.</param>
    /// <param name="salt">The salt that belongs to it, as imgproxy has pairs of both; empty for none; copied.</param>
    /// <exception cref="ArgumentException">There is no byte.</exception>
    public SharedSecret(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> salt = default)
        : base(KeyKind.SharedSecret, 8 * bytes.Length)
    {
        if (bytes.IsEmpty) throw new ArgumentException("A key needs at least one byte.", nameof(bytes));
        _bytes = bytes.ToArray();
        _salt = salt.ToArray();
    }

    /// <summary>The bytes. Never show them in logs, responses or metrics.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The salt that belongs to the secret; empty for none. Never show it.</summary>
    public ReadOnlySpan<byte> Salt => _salt;

    /// <inheritdoc/>
    public override bool CanSign => true;
}
