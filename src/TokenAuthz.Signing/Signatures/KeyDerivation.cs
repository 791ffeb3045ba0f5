using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Signatures;

/// <summary>
/// Derives the key that signs from the configured secret. Derived keys are kept, because those of AWS hold for a day. Safe to share.
/// </summary>
/// <param name="function">Makes the key of the texts.</param>
/// <param name="steps">Writes the first key, which holds the configured one, and then the text of each step.</param>
internal sealed class KeyDerivation(IKeyFunction function, ImmutableArray<MessageWriter> steps)
{
    /// <summary>The most steps, the first key included; AWS has five.</summary>
    public const int MaxSteps = 8;

    private const int CachedSets = 64;

    private readonly KeyedCache<Key> _derived = new(CachedSets);

    /// <summary>Derives the key of a token; null when the request lacks a part of a step.</summary>
    /// <param name="key">The configured key. One that is no secret is the derived key itself.</param>
    /// <param name="source">The request and its token.</param>
    /// <param name="memory">Memory for the texts while they are written.</param>
    public Key? Derive<TRequest>(Key key, ref MessageSource<TRequest> source, Span<byte> memory)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (key.Material is not SharedSecret) return key;
        var texts = new ByteWriter(memory[..(memory.Length / 2)]);
        Span<int> ends = stackalloc int[MaxSteps];
        ends = ends[..(steps.Length - 1)];
        try
        {
            if (!TryWriteTexts(ref texts, ends, ref source)) return null;
            if (_derived.Find(key, texts.Written, default) is { } kept) return kept;
            if (Compute(key, new(texts.Written, ends), ref source, memory[(memory.Length / 2)..]) is not { } material) return null;
            var derived = new Key(key.Id, material);
            _derived.Add(key, texts.Written, default, derived);
            return derived;
        }
        finally
        {
            texts.Dispose();
        }
    }

    private bool TryWriteTexts<TRequest>(ref ByteWriter texts, scoped Span<int> ends, ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct
    {
        for (var i = 0; i < ends.Length; i++)
        {
            var start = texts.Length;
            if (!steps[i + 1].TryWrite(ref texts, ref source)) return false;
            ends[i] = texts.Length;
            KeyTexts.WriteBorder(texts.Reserve(KeyTexts.Border), ends[i] - start);
            texts.Advance(KeyTexts.Border);
        }

        return true;
    }

    private KeyMaterial? Compute<TRequest>(Key key, scoped KeyTexts texts, ref MessageSource<TRequest> source, Span<byte> memory)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var first = new ByteWriter(memory);
        try
        {
            source.Key = key.Secret;
            return steps[0].TryWrite(ref first, ref source) ? function.Compute(first.Written, texts) : null;
        }
        finally
        {
            first.Dispose();
        }
    }
}
