using System.Collections.Immutable;

namespace TokenAuthz.Signing.Keys;

/// <summary>The keys of a text.</summary>
/// <param name="Keys">One key, or those of a set.</param>
/// <param name="Skipped">Why keys of a set were left out, a sentence for each.</param>
/// <param name="IsSet">Whether the text is a set of keys (RFC 7517, section 5).</param>
public sealed record ImportedKeys(ImmutableArray<ImportedKey> Keys, ImmutableArray<string> Skipped, bool IsSet);
