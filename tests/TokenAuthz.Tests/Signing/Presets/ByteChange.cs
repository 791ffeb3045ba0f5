using System.Text;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>A change of one byte in a signed request.</summary>
/// <param name="Sample">The preset that signed the request.</param>
/// <param name="Part">The changed part of the request.</param>
/// <param name="Before">The part as it was signed.</param>
/// <param name="Position">The index of the byte in the part.</param>
/// <param name="Value">The byte's new value.</param>
/// <param name="Signature">The signature as the request has it.</param>
internal sealed record ByteChange(PresetSample Sample, string Part, byte[] Before, int Position, byte Value, byte[] Signature)
{
    private const string InQuery = "query:";

    public byte[] After { get; } = [.. Before[..Position], Value, .. Before[(Position + 1)..]];

    /// <summary>Whether only the case of a letter changes.</summary>
    public bool IsOfCase => char.IsAsciiLetter((char)Value) && (Before[Position] ^ Value) == 0x20;

    /// <summary>Whether the byte is a hex digit of a percent escape.</summary>
    public bool IsInEscape => (Position > 0 && Before[Position - 1] == '%') || (Position > 1 && Before[Position - 2] == '%');

    public bool IsInSignature
    {
        get
        {
            var start = Before.AsSpan().LastIndexOf(Signature);
            return start >= 0 && Position >= start && Position < start + Signature.Length;
        }
    }

    public bool IsInPath => Part == "target" && Position < (Question < 0 ? Before.Length : Question);

    public bool IsInQuery => Part == "target" && Question >= 0 && Position > Question;

    /// <summary>Whether the byte belongs to a parameter of the token, or is the separator before it.</summary>
    public bool IsInTokenParameter
    {
        get
        {
            if (!IsInQuery) return false;
            var start = Before.AsSpan(0, Position + 1).LastIndexOfAny((byte)'&', (byte)'?') + 1;
            return Sample.Form.Token
                .Where(part => part.StartsWith(InQuery, StringComparison.Ordinal))
                .Select(part => part[InQuery.Length..(part.IndexOf('=', StringComparison.Ordinal) + 1)])
                .Any(name => Before.AsSpan(start).StartsWith(Encoding.ASCII.GetBytes(name)));
        }
    }

    /// <summary>Whether the byte is in the value of a parameter.</summary>
    public bool IsInValue
    {
        get
        {
            var before = Before.AsSpan(0, Position);
            return IsInQuery && Before[Position] != '&' && before.LastIndexOfAny((byte)'&', (byte)'?') < before.LastIndexOf((byte)'=');
        }
    }

    private int Question => Before.AsSpan().IndexOf((byte)'?');

    public override string ToString() => $"{Part}, byte {Position} as {(char)Value} in {Encoding.Latin1.GetString(Before)}";
}
