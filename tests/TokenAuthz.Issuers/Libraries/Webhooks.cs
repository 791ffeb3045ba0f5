using System.Text;
using System.Text.Json;
using TokenAuthz.Issuers.Harness;

namespace TokenAuthz.Issuers.Libraries;

/// <summary>Webhooks of random bodies. A character of a body is a byte of its UTF-8.</summary>
internal static class Webhooks
{
    /// <summary>A body of JSON, of any texts.</summary>
    public static string Body(RandomInput input) => Latin1(JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["id"] = input.Next(int.MaxValue),
        ["type"] = input.Text(),
        ["data"] = Enumerable.Range(0, input.Next(20)).Select(_ => input.Text()).ToArray(),
    }));

    /// <summary>The body as text; a byte that is no UTF-8 is a replacement character, as libraries read it.</summary>
    public static string Text(string body) => Encoding.UTF8.GetString(Bytes(body));

    public static byte[] Bytes(string body) => Encoding.Latin1.GetBytes(body);

    public static string Base64(string body) => Convert.ToBase64String(Bytes(body));

    public static string Latin1(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>A webhook in JSON.</summary>
    public static IssuedRequest Request(string body, params KeyValuePair<string, string>[] headers) =>
        new("POST", "example.com", "/hook", [new("content-type", "application/json"), .. headers], body);
}
