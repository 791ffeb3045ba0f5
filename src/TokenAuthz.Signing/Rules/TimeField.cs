using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Rules;

/// <summary>A field that holds an instant.</summary>
/// <param name="Field">The field's number.</param>
/// <param name="Format">How the instant is written.</param>
/// <param name="IsRequired">Whether a token without it is invalid.</param>
internal readonly record struct TimeField(int Field, TimeFormat Format, bool IsRequired);
