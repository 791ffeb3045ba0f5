using System.Buffers.Binary;
using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Signatures;

/// <summary>
/// Derives the key that signs from the configured one in steps: each is an HMAC of a text with the result of the step before as its
/// key. Derived keys are kept, because those of AWS hold for a day. Safe to share.
/// </summary>
/// <param name="digest">The digest of the HMACs.</param>
/// <param name="steps">Writes the first key, which holds the configured one, and then the text of each step.</param>
internal sealed class KeyDerivation(DigestAlgorithm digest, ImmutableArray<MessageWriter> steps)
{
    /// <summary>The most steps, the first key included; AWS has five.</summary>
    public const int MaxSteps = 8;

    private const int CachedSets = 64;

    private readonly KeyedCache<Key> _derived = new(CachedSets);

    /// <summary>Derives the key of a token; null when the request lacks a part of a step.</summary>
    /// <param name="key">The configured key.</param>
    /// <param name="source">The request and its token.</param>
    /// <param name="memory">Memory for the texts while they are written.</param>
    public Key? Derive<TRequest>(Key key, ref MessageSource<TRequest> source, Span<byte> memory)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var texts = new ByteWriter(memory[..(memory.Length / 2)]);
        Span<int> ends = stackalloc int[MaxSteps];
        try
        {
            if (!TryWriteTexts(ref texts, ends, ref source)) return null;
            if (_derived.Find(key, texts.Written, default) is { } kept) return kept;
            if (Compute(key, texts.Written, ends, ref source, memory[(memory.Length / 2)..]) is not { } derived) return null;
            _derived.Add(key, texts.Written, default, derived);
            return derived;
        }
        finally
        {
            texts.Dispose();
        }
    }

    // Each text has its length behind it, so that no two lists of texts are written alike.
    private bool TryWriteTexts<TRequest>(ref ByteWriter texts, scoped Span<int> ends, ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct
    {
        for (var i = 1; i < steps.Length; i++)
        {
            var start = texts.Length;
            if (!steps[i].TryWrite(ref texts, ref source, key: default)) return false;
            ends[i] = texts.Length;
            BinaryPrimitives.WriteInt32LittleEndian(texts.Reserve(sizeof(int)), ends[i] - start);
            texts.Advance(sizeof(int));
        }

        return true;
    }

    private Key? Compute<TRequest>(
        Key key, scoped ReadOnlySpan<byte> texts, scoped Span<int> ends, ref MessageSource<TRequest> source, Span<byte> memory)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var first = new ByteWriter(memory);
        try
        {
            if (!steps[0].TryWrite(ref first, ref source, key.Secret)) return null;
            Span<byte> result = stackalloc byte[DigestAlgorithms.MaxSize];
            scoped var secret = first.Written;
            for (var (i, start) = (1, 0); i < steps.Length; start = ends[i] + sizeof(int), i++)
            {
                digest.ComputeHmac(secret, texts[start..ends[i]], result);
                secret = result[..digest.Size()];
            }

            return new(key.Id, secret);
        }
        finally
        {
            first.Dispose();
        }
    }
}
