using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>A reason why one token opens two spellings of a request; SECURITY.md says each below its promise 4.</summary>
/// <param name="Text">The reason, as it stands there.</param>
/// <param name="IsOf">Whether it holds for a scheme.</param>
/// <param name="Covers">Whether it explains that a request passes with a byte that is edited so.</param>
/// <param name="Spellings">The respellings that it explains.</param>
internal sealed record SpellingException(
    string Text, Func<SchemeDefinition, bool> IsOf, Func<ByteChange, ByteEdit, bool> Covers, params string[] Spellings);
