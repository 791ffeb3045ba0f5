using TokenAuthz.Signing.Algorithms;

namespace TokenAuthz.Signing.Keys;

/// <summary>Bytes that signer and verifier share.</summary>
public sealed class SharedSecret : KeyMaterial
{
    private readonly byte[] _bytes;

    /// <summary>Makes a secret.</summary>
    /// <param name="bytes">At least one byte; copied.</param>
    /// <exception cref="ArgumentException">There is no byte.</exception>
    public SharedSecret(ReadOnlySpan<byte> bytes)
        : base(KeyKind.SharedSecret, 8 * bytes.Length)
    {
        if (bytes.IsEmpty) throw new ArgumentException("A key needs at least one byte.", nameof(bytes));
        _bytes = bytes.ToArray();
    }

    /// <summary>The bytes. Never show them in logs, responses or metrics.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <inheritdoc/>
    public override bool CanSign => true;
}
