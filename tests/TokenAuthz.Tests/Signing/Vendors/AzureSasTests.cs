using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing.Vendors;

/// <summary>Shared access signatures of Azure Storage with a right signature, which open less than they could seem to.</summary>
public static class AzureSasTests
{
    private const string Rest = "&se=2027-01-15T08%3A01%3A00Z&sv=2022-11-02";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly Key Key = new("k1", "an-example-of-a-key-of-32-bytes."u8);

    public static TheoryData<string, string, string, string, DenyReason?> Rows { get; } = new()
    {
        { "reading with r", "GET", "/c/f", "sr=b&sp=r", null },
        { "the head of a blob", "HEAD", "/c/f", "sr=b&sp=r", null },
        { "reading without r", "GET", "/c/f", "sr=b&sp=wd", OutOfScope },
        { "writing with w", "PUT", "/c/f", "sr=b&sp=cw", null },
        { "writing with c alone", "PUT", "/c/f", "sr=b&sp=c", OutOfScope },
        { "writing without w", "PUT", "/c/f", "sr=b&sp=r", OutOfScope },
        { "deleting with d", "DELETE", "/c/f", "sr=b&sp=d", null },
        { "deleting without d", "DELETE", "/c/f", "sr=b&sp=rw", OutOfScope },
        { "a method that is none of Azure's", "PATCH", "/c/f", "sr=b&sp=rwd", OutOfScope },
        { "the blobs of a container", "GET", "/c?restype=container&comp=list", "sr=c&sp=l", null },
        { "the blobs of a container without l", "GET", "/c?restype=container&comp=list", "sr=c&sp=r", OutOfScope },
        { "the permissions of a container", "GET", "/c?restype=container&comp=acl", "sr=c&sp=rl", OutOfScope },
        { "an operation that is not known", "PUT", "/c/f?comp=new", "sr=b&sp=w", OutOfScope },
        { "a blob of the container", "GET", "/c/a/f", "sr=c&sp=r", null },
        { "over http too", "GET", "/c/f", "sr=b&sp=r&spr=https%2Chttp", null },
        { "over another protocol", "GET", "/c/f", "sr=b&sp=r&spr=ftp", OutOfScope },
        { "an address", "GET", "/c/f", "sr=b&sp=r&sip=192.0.2.1-192.0.2.9", OutOfScope },
        { "a stored policy", "GET", "/c/f", "sr=b&sp=r&si=p1", OutOfScope },
        { "an account", "GET", "/c/f", "ss=b&srt=o&sp=r", null },
        { "an account for other services", "GET", "/c/f", "ss=qt&srt=o&sp=r", OutOfScope },
        { "an account for containers", "GET", "/c/f", "ss=b&srt=c&sp=r", OutOfScope },
        { "an account that lists a container", "GET", "/c?restype=container&comp=list", "ss=b&srt=c&sp=l", null },
        { "both kinds at once", "GET", "/c/f", "sr=b&ss=b&srt=o&sp=r", InvalidToken },
        { "a parameter twice", "GET", "/c/f", "sr=b&sp=r&sp=rw", InvalidToken },
        { "a parameter twice, once with an escape", "GET", "/c/f", "sr=b&sp=r&s%70=rw", InvalidToken },
        { "more parameters, which only say whose key it is", "GET", "/c/f", "sr=b&sp=r&skoid=1&sktid=2", null },
        { "no kind", "GET", "/c/f", "sp=r", InvalidToken },
        { "an unknown kind", "GET", "/c/f", "sr=q&sp=r", InvalidToken },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public static void Opens_what_it_permits(string description, string method, string target, string parameters, DenyReason? reason)
    {
        var query = $"{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{parameters}{Rest}";

        Expect.Equal(reason, Verify(method, target + query, TextOf(target.Split('?')[0], parameters)), description);
    }

    [Theory]
    [InlineData("2027-01-15T08:00:01Z", null)]
    [InlineData("2027-01-15T08:00:00.5000000Z", null)]
    [InlineData("2027-01-15T08:00:00Z", Expired)]
    [InlineData("2027-01-15T08:01Z", null)]
    [InlineData("2027-01-16", null)]
    [InlineData("2027-01-15", Expired)]
    [InlineData("1800000060", InvalidToken)]
    public static void Ends_at_its_end(string end, DenyReason? reason)
    {
        var text = $"r\n\n{end}\n/blob/acct/c/f\n\n\n\n2022-11-02\nb\n\n\n\n\n\n\n";

        Assert.Equal(reason, Verify("GET", $"/c/f?sr=b&sp=r&sv=2022-11-02&se={Uri.EscapeDataString(end)}", text));
    }

    // What Azure's libraries sign; the first of a parameter that is there twice.
    private static string TextOf(string path, string parameters)
    {
        var values = parameters.Split('&')
            .Select(parameter => parameter.Split('='))
            .ToLookup(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
        string Value(string name) => values[name].FirstOrDefault("");
        var end = "2027-01-15T08:01:00Z";
        var resource = Value("sr") == "c" ? "/blob/acct/c" : "/blob/acct" + path;
        return values.Contains("ss")
            ? $"acct\n{Value("sp")}\n{Value("ss")}\n{Value("srt")}\n\n{end}\n\n{Value("spr")}\n2022-11-02\n\n"
            : $"{Value("sp")}\n\n{end}\n{resource}\n{Value("si")}\n{Value("sip")}\n{Value("spr")}\n2022-11-02\n{Value("sr")}\n\n\n\n\n\n\n";
    }

    private static DenyReason? Verify(string method, string target, string text)
    {
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Key.Secret, Encoding.UTF8.GetBytes(text)));
        var request = new TestRequest($"{target}&sig={Uri.EscapeDataString(signature)}")
        {
            MethodText = method,
            HostText = "acct.blob.core.windows.net",
        };
        var verdict = Scheme.Compile(PresetFile.Find("azure-storage-sas").Preset).Verify(ref request, new([Key]), Now);
        return verdict.IsAllowed ? null : verdict.Reason;
    }
}
