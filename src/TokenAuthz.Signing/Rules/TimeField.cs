using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Rules;

/// <summary>A field of the token that holds an instant.</summary>
/// <param name="Field">The field's number.</param>
/// <param name="Format">The format of the instant.</param>
/// <param name="IsRequired">Whether a token without it is invalid.</param>
internal readonly record struct TimeField(int Field, TimeFormat Format, bool IsRequired);
