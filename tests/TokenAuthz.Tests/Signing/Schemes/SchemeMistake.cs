using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <summary>A definition that is refused.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="Setting">Its setting that is wrong.</param>
/// <param name="Words">What is said of it.</param>
internal sealed record SchemeMistake(SchemeDefinition Definition, string Setting, string Words);
