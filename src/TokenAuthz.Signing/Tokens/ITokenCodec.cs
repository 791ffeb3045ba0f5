using System.Collections.Immutable;

namespace TokenAuthz.Signing.Tokens;

/// <summary>How a text that a request carries holds fields of the token. Stateless, because all checks share it.</summary>
internal interface ITokenCodec
{
    /// <summary>The fields that it reads.</summary>
    ImmutableArray<ItemField> Fields { get; }

    /// <summary>Reads the fields.</summary>
    /// <param name="text">The text, written by a client.</param>
    /// <param name="values">Receives the fields.</param>
    /// <param name="arena">Receives the values that do not stand in the text as they are.</param>
    /// <returns>False when the text is ill-formed, or holds a field that the token has already.</returns>
    bool TryRead(ReadOnlySpan<byte> text, ref FieldValues values, ref TextArena arena);

    /// <summary>Writes a text with those of the fields that a token has, for a signer.</summary>
    byte[] Write(scoped in FieldValues values);

    /// <summary>The bytes that a field can hold.</summary>
    /// <param name="field">The number of the field.</param>
    /// <param name="text">The bytes that the text can hold.</param>
    ImmutableHashSet<byte> BytesOf(int field, ImmutableHashSet<byte> text);

    /// <summary>The texts that a field cannot hold, because it ends where one of them begins.</summary>
    IEnumerable<string> EndsOf(int field) => [];

    /// <summary>Whether a text with anything beside the fields is refused.</summary>
    bool IsClosed => false;

    /// <summary>Whether a field is a list of texts with a zero byte between two.</summary>
    bool IsList(int field) => false;
}
