namespace TokenAuthz.Signing.OpenSsl;

/// <summary>
/// Verifies digests with one key, and keeps the contexts for it: as many as there are processors. Safe to share between threads.
/// </summary>
internal sealed class EvpContexts(EvpKey key, RsaPadding padding, nint digest)
{
    private readonly EvpContext?[] _idle = new EvpContext?[Environment.ProcessorCount];

    /// <summary>Whether OpenSSL verifies so: its configuration may forbid SHA-1, say. Without it, no signature is right.</summary>
    public bool IsSupported
    {
        get
        {
            if (Take() is not { } context) return false;
            Return(context);
            return true;
        }
    }

    /// <summary>Whether a signature is that of a digest.</summary>
    public unsafe bool Verify(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (Take() is not { } context) return false;
        int result;
        fixed (byte* hashBytes = hash, signatureBytes = signature)
        {
            result = LibCrypto.EVP_PKEY_verify(context, signatureBytes, (nuint)signature.Length, hashBytes, (nuint)hash.Length);
        }

        Return(context);
        if (result == 1) return true;

        // OpenSSL keeps the reasons of a failure for the thread, and the next reader would take them for its own.
        LibCrypto.ERR_clear_error();
        return false;
    }

    private EvpContext? Take()
    {
        var first = Thread.GetCurrentProcessorId();
        for (var i = 0; i < _idle.Length; i++)
        {
            if (Interlocked.Exchange(ref _idle[(uint)(first + i) % (uint)_idle.Length], null) is { } context) return context;
        }

        return key.CreateContext(padding, digest);
    }

    private void Return(EvpContext context)
    {
        var first = Thread.GetCurrentProcessorId();
        for (var i = 0; i < _idle.Length; i++)
        {
            if (Interlocked.CompareExchange(ref _idle[(uint)(first + i) % (uint)_idle.Length], context, null) is null) return;
        }

        context.Dispose();
    }
}
