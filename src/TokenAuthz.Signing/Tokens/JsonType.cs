namespace TokenAuthz.Signing.Tokens;

/// <summary>The type that a value of JSON has to have, in settings in front of the field: <c>number:expires</c>.</summary>
internal enum JsonType
{
    /// <summary>A string without a zero byte.</summary>
    Text,

    /// <summary>A number; the field is its text.</summary>
    Number,

    /// <summary>A whole number of digits alone; the field is its text.</summary>
    Integer,

    /// <summary>A string, or a list of strings, none of which has a zero byte; the field has a zero byte between two.</summary>
    Texts,

    /// <summary>Any value; the field is its JSON.</summary>
    Any,
}
