using System.Collections.Immutable;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>A request with something in the place of its token.</summary>
/// <param name="Description">What the request carries.</param>
/// <param name="Headers">The header lines, made from the right token.</param>
/// <param name="Denied">The body of the denial; null when the request passes.</param>
internal sealed record TokenRow(string Description, Func<string, string> Headers, string? Denied)
{
    private const string Missing = "missing token";
    private const string Invalid = "invalid token";

    public static ImmutableArray<TokenRow> All { get; } =
    [
        new("Right", right => $"token: {right}\r\n", null),
        new("Right, the name in capitals", right => $"TOKEN: {right}\r\n", null),
        new("Right, in spaces that are not part of the value", right => $"token: \t {right}  \r\n", null),
        new("None", _ => "", Missing),
        new("In another header", right => $"x-token: {right}\r\nauthorization: {right}\r\ncookie: token={right}\r\n", Missing),
        new("Name with an underscore at its end", right => $"token_: {right}\r\n", Missing),
        new("Wrong", _ => "token: 00000000000000000000000000000000\r\n", Invalid),
        new("Empty", _ => "token:\r\n", Invalid),
        new("Upper-case", right => $"token: {right.ToUpperInvariant()}\r\n", Invalid),
        new("One character short", right => $"token: {right[..31]}\r\n", Invalid),
        new("One character long", right => $"token: {right}0\r\n", Invalid),
        new("Not hex", right => $"token: {right[..31]}g\r\n", Invalid),
        new("In quotes", right => $"token: \"{right}\"\r\n", Invalid),
        new("50 KiB", _ => $"token: {new string('a', 50 * 1024)}\r\n", Invalid),
        new("Not ASCII", right => $"token: {right[..30]}\u00e9\u00ff\r\n", Invalid),
        new("The right one twice", right => $"token: {right}\r\ntoken: {right}\r\n", Invalid),
        new("A wrong one before the right one", right => $"token: wrong\r\ntoken: {right}\r\n", Invalid),
        new("A wrong one after the right one", right => $"token: {right}\r\ntoken: wrong\r\n", Invalid),
        new("The right one twice, joined by a comma", right => $"token: {right},{right}\r\n", Invalid),
        new("An empty one after the right one", right => $"token: {right}\r\ntoken:\r\n", Invalid),
    ];
}
