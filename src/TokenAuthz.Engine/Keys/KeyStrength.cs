using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine.Keys;

/// <summary>Finds keys that can be guessed.</summary>
internal static class KeyStrength
{
    /// <summary>A key of fewer bytes is refused, because eight hex digits can be tried in seconds.</summary>
    public const int LeastBytes = 8;

    /// <summary>A key of fewer bytes raises a warning.</summary>
    public const int EnoughBytes = 16;

    // A Kubernetes Secret is encoded twice when it was encoded by hand and then by kubectl.
    private const int MaxEncodings = 2;

    // Fewer different bytes make a key of one character, or of two in turn.
    private const int LeastDifferentBytes = 3;

    // Placeholders, defaults and examples, without what is neither letter nor digit; the last are those of this project's pages.
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "abc123", "abcdefgh", "abcdefghijklmnop", "abcd1234", "admin", "admin123", "administrator", "apikey", "authtoken",
        "changeit", "changeme", "changethis", "default", "dummy", "example", "foobar", "guest", "hmackey", "hunter2", "insecure",
        "key", "letmein", "master", "mykey", "mypassword", "mysecret", "mysecretkey", "notasecret", "pass", "passw0rd", "passwd",
        "password", "password1", "password123", "placeholder", "privatekey", "qwerty", "qwerty123", "qwertyuiop", "replaceme",
        "root", "s3cr3t", "sample", "secret", "secret1", "secret123", "secretkey", "securitykey", "sharedsecret", "signingkey",
        "supersecret", "supersecretkey", "test", "test123", "test1234", "testing", "testkey", "testsecret", "toor", "topsecret",
        "welcome", "yourkey", "yoursecret", "yoursecretkey", "yoursecretkeyhere", "1234", "12345", "123456", "1234567", "12345678",
        "123456789", "1234567890", "0123456789", "0123456789abcdef", "123123", "deadbeef", "secretsecret", "changemechangeme",
        "tokenauthz", "opensslrandhex32", "correcthorsebatterystaple");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<byte> Blanks =
        SearchValues.Create([.. Enumerable.Range(0, ' ' + 1).Select(value => (byte)value), 0x7f]);

    /// <summary>Why a key is refused unless weak keys are allowed; null when it is not.</summary>
    /// <param name="secret">The bytes that sign.</param>
    public static string? WhyWeak(ReadOnlySpan<byte> secret)
    {
        if (IsKnown(secret, MaxEncodings)) return "this key is one that everybody knows";
        return secret.Length < LeastBytes ? $"this key has {secret.Length} bytes, and fewer than {LeastBytes} can be guessed" : null;
    }

    /// <summary>Why a key is warned of; null when it is not.</summary>
    /// <param name="secret">The bytes that sign.</param>
    public static string? WhyDoubtful(ReadOnlySpan<byte> secret) =>
        secret.Length < EnoughBytes
            ? $"this key has {secret.Length} bytes; {EnoughBytes} or more cannot be guessed (openssl rand -hex 32)"
            : null;

    private static bool IsKnown(ReadOnlySpan<byte> secret, int encodings)
    {
        if (IsBlank(secret) || IsMonotonous(secret) || IsWord(secret)) return true;
        if (encodings == 0) return false;
        var text = Trimmed(secret);
        foreach (var encoding in (ReadOnlySpan<KeyEncoding>)[KeyEncoding.Hex, KeyEncoding.Base64])
        {
            if (encoding.TryDecode(text, out var decoded) && decoded.Length > 0 && IsKnown(decoded, encodings - 1)) return true;
        }

        return false;
    }

    // White space and control characters only: the value of a variable that was not set.
    private static bool IsBlank(ReadOnlySpan<byte> secret) => Trimmed(secret).IsEmpty;

    private static bool IsMonotonous(ReadOnlySpan<byte> secret)
    {
        Span<byte> seen = stackalloc byte[LeastDifferentBytes];
        var count = 0;
        foreach (var value in secret)
        {
            if (seen[..count].Contains(value)) continue;
            seen[count++] = value;
            if (count == LeastDifferentBytes) return false;
        }

        return true;
    }

    // Case, blanks, dashes, quotes, and the byte-order mark and zero bytes of UTF-16 make no other key of a word. What is no text at all
    // is no word, though some of its bytes may be the letters of one.
    private static bool IsWord(ReadOnlySpan<byte> secret)
    {
        Span<char> word = stackalloc char[64];
        var length = 0;
        var text = KeyText.WithoutMark(secret);
        if (text is [0xff, 0xfe, ..] or [0xfe, 0xff, ..]) text = text[2..];
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out var rune, out var read) is not OperationStatus.Done) return false;
            text = text[read..];
            if (!Rune.IsLetterOrDigit(rune)) continue;
            if (!rune.IsAscii || length == word.Length) return false;
            word[length++] = char.ToLowerInvariant((char)rune.Value);
        }

        return Lookup.Contains(word[..length]);
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> secret)
    {
        secret = KeyText.WithoutMark(secret);
        var begin = secret.IndexOfAnyExcept(Blanks);
        return begin < 0 ? default : secret[begin..(secret.LastIndexOfAnyExcept(Blanks) + 1)];
    }
}
