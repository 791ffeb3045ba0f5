using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Tests.Service.Grpc;

namespace TokenAuthz.Tests.Service.Observability;

/// <summary>No token is written to a log, a metric or an answer, wherever in a request it is and whatever becomes of the request.</summary>
[Promise(7)]
[InProcess]
public sealed class TokenSecrecyTests
{
    private const string Secret = "hush-of-the-tests";

    // A listener of each way to ask; a policy that denies, one that looks on, one that checks.
    private static readonly string[] Settings =
    [
        "Log:Level=Debug", "Log:DenialsPerSecond=1000", "OnAllow:KeyId=true", "OnAllow:Policy=true", "OnAllow:RemoveToken=true",
        "Keys:0:Id=k", $"Keys:0:Value={Secret}",
        "Listeners:0:Name=http",
        "Listeners:1:Name=grpc", "Listeners:1:Kind=ext-authz-grpc", "Listeners:1:Url=http://127.0.0.1:0",
        "Listeners:2:Name=nginx", "Listeners:2:Kind=nginx", "Listeners:2:Url=http://127.0.0.1:0", "Listeners:2:TrustedProxies:0=127.0.0.1",
        "Policies:0:Name=closed", "Policies:0:Methods:0=DELETE", "Policies:0:Action=Deny",
        "Policies:1:Name=trial", "Policies:1:Methods:0=PUT", "Policies:1:Mode=Shadow", "Policies:1:Scheme=s",
        "Policies:2:Name=rest", "Policies:2:Scheme=s",
        "Schemes:s:Message={path}", "Schemes:s:Encoding=HexLower",
    ];

    /// <summary>The place of a token, and a request for <c>/a</c> with it
    /// there: target, header, header's value; {0} is the token.</summary>
    public static TheoryData<string, string, string, string> Places { get; } = new()
    {
        { "header:x-sig={sig}", "/a", "x-sig", "{0}" },
        { "header:authorization=Signature {sig}", "/a", "authorization", "Signature {0}" },
        { "cookie:sig={sig}", "/a", "cookie", "a=b; sig={0}" },
        { "query:sig={sig}", "/a?x=1&sig={0}", "x-none", "" },
        { "path:/{sig}{path}", "/{0}/a", "x-none", "" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Writes_no_token_whatever_becomes_of_it_when_it_is_in(string place, string target, string header, string value)
    {
        await using var service = RunningService.Start([.. Settings, $"Schemes:s:Token:0={place}"]);
        var (right, wrong) = (Signature(Secret), Signature("another-of-the-tests"));
        (await service.CheckAsync(With(target, right), $"{header}: {With(value, right)}\r\n")).AssertAllowed();

        var answers = new StringBuilder();
        foreach (var token in (string[])[right, wrong, right + wrong])
        {
            foreach (var answer in await AskAsync(service, With(target, token), header, With(value, token))) answers.Append(answer);
            await GrpcClient.CallUnknownAsync(service.Ports[1], token, "Check");
        }

        answers.Append(await service.AdminAsync("/metrics"));
        Assert.InRange(service.Logs.Denials.Length, 20, int.MaxValue);
        Assert.All(
            [Secret, right, wrong],
            hidden => Assert.DoesNotContain(hidden, service.Logs.Lines + answers, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<object[]> AskAsync(RunningService service, string target, string header, string value)
    {
        var line = $"{header}: {value}\r\n";
        var answers = new List<object>();
        foreach (var method in (string[])["GET", "DELETE", "PUT"])
        {
            var named = $"X-Original-Method: {method}\r\nX-Original-URI: {target}";
            answers.Add(await service.CheckAsync(target, line, method));
            answers.Add(await service.CheckAsync(target, line + line, method));
            answers.Add(await RawHttp.SendToEndAsync(service.Ports[2], RawHttp.Request("GET", "/", headers: $"{named}\r\n{line}")));
            answers.Add(await RawHttp.SendToEndAsync(service.Ports[2], RawHttp.Request("GET", "/", headers: $"{named}#\r\n{line}")));
            answers.Add(await GrpcClient.CheckAsync(service.Ports[1], GrpcClient.Question(http =>
            {
                (http.Method, http.Path) = (method, target);
                http.Headers[header] = value;
            })));
        }

        // What the server refuses, and what the admin port has not.
        answers.Add(await service.CheckAsync(target + " ", line));
        answers.Add(await service.CheckAsync(target, line + "no colon\r\n"));
        answers.Add(await service.AdminAsync(target, line));
        return [.. answers];
    }

    private static string With(string text, string token) => text.Replace("{0}", token, StringComparison.Ordinal);

    private static string Signature(string secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), "/a"u8));
}
