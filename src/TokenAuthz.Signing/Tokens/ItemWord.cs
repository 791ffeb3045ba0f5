namespace TokenAuthz.Signing.Tokens;

/// <summary>A word of an entry of <c>Items</c>: <c>name="field"!</c>.</summary>
/// <param name="Name">The name in the text of the request.</param>
/// <param name="Assignment">The character between name and value.</param>
/// <param name="Field">The field that the value fills, with what stands before or behind it.</param>
/// <param name="IsQuoted">Whether the value is in quotes.</param>
/// <param name="IsRequired">Whether a text without it is denied.</param>
internal readonly record struct ItemWord(string Name, char Assignment, string Field, bool IsQuoted, bool IsRequired);
