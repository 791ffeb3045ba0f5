using System.Globalization;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>An answer as it came over the wire.</summary>
internal sealed record RawResponse(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>Reads the part before the empty line.</summary>
    public static RawResponse ParseHead(string head)
    {
        var lines = head.Split("\r\n");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, "");
    }
}
