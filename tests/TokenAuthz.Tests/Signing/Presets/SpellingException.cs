using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>A reason why one token opens two spellings of a request. SECURITY.md lists the reasons below promise 4.</summary>
/// <param name="Text">The reason in the words of SECURITY.md.</param>
/// <param name="IsOf">Whether it applies to a scheme.</param>
/// <param name="Covers">Whether it explains that a request with an edited byte is allowed.</param>
/// <param name="Spellings">The respellings that it explains.</param>
internal sealed record SpellingException(
    string Text, Func<SchemeDefinition, bool> IsOf, Func<ByteChange, ByteEdit, bool> Covers, params string[] Spellings);
