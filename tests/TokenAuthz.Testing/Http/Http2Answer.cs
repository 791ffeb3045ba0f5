using System.Globalization;

namespace TokenAuthz.Testing.Http;

/// <summary>What a stream of HTTP/2 was answered: a status and a deny reason, or status 0 and how it ended without an answer.</summary>
internal readonly record struct Http2Answer(int Status, string? Reason)
{
    private const string Huffman403 = "\u0068\u000c\u00ff";

    // The entries of the static table with a status (RFC 7541, appendix A).
    private const int FirstStatus = 8;
    private static readonly int[] Statuses = [200, 204, 206, 304, 400, 404, 500];

    /// <summary>Reads the fields of an answer. The client keeps no table, so that each is a literal or from the static table.</summary>
    public static Http2Answer Read(string fields)
    {
        var (at, answer) = (0, default(Http2Answer));
        while (at < fields.Length)
        {
            int first = fields[at];
            var index = Number(first >= 0x80 ? 7 : first >= 0x40 ? 6 : first >= 0x20 ? 5 : 4);
            if (first >= 0x80) answer = IsStatus(index) ? answer with { Status = Statuses[index - FirstStatus] } : answer;
            if (first is >= 0x80 or (>= 0x20 and < 0x40)) continue;
            var (name, value) = (index == 0 ? Text() : "", Text());
            if (IsStatus(index))
                answer = answer with { Status = value == Huffman403 ? 403 : int.Parse(value, CultureInfo.InvariantCulture) };
            if (name == "x-auth-reason") answer = answer with { Reason = value };
        }

        return answer;

        string Text()
        {
            var length = Number(7);
            at += length;
            return fields[(at - length)..at];
        }

        int Number(int bits)
        {
            var (mask, value) = ((1 << bits) - 1, fields[at++] & ((1 << bits) - 1));
            if (value < mask) return value;
            for (var shift = 0; ; shift += 7)
            {
                value += (fields[at] & 0x7f) << shift;
                if (fields[at++] < 0x80) return value;
            }
        }
    }

    private static bool IsStatus(int index) => index >= FirstStatus && index < FirstStatus + Statuses.Length;
}
