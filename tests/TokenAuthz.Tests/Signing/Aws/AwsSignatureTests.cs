using System.Collections.Immutable;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Aws;

/// <summary>What went wrong in other verifiers of AWS Signature Version 4 is denied here, although the signature is right.</summary>
public static class AwsSignatureTests
{
    private const string Streaming = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    private static readonly AwsRequest Header = new();
    private static readonly AwsRequest Presigned = new() { IsPresigned = true };

    private static readonly Dictionary<string, (AwsRequest Request, DenyReason? Reason)> Rows = new()
    {
        ["the header form"] = (Header, null),
        ["the presigned form"] = (Presigned, null),
        ["no digest of the body in a header"] = (Header with { Payload = "", SignedHeaders = "host;x-amz-date" }, null),
        ["another region"] = (Header with { Region = "eu-west-1" }, DenyReason.OutOfScope),
        ["another service"] = (Header with { Service = "s3" }, DenyReason.OutOfScope),
        ["another region in a URL"] = (Presigned with { Region = "eu-west-1" }, DenyReason.OutOfScope),
        ["a scope of another day"] = (Header with { Date = "20260224" }, DenyReason.OutOfScope),
        ["a scope of another day in a URL"] = (Presigned with { Date = "20260224" }, DenyReason.OutOfScope),
        ["another terminator"] = (Header with { Terminator = "aws5_request" }, DenyReason.InvalidToken),
        ["an algorithm of another name"] = (Header with { Algorithm = "AWS4-HMAC-SHA512" }, DenyReason.InvalidToken),
        ["an algorithm of another name in a URL"] = (Presigned with { Algorithm = "AWS4-ECDSA-P256-SHA256" }, DenyReason.InvalidToken),
        ["the host not signed"] = (Header with { SignedHeaders = "x-amz-content-sha256;x-amz-date" }, DenyReason.InvalidToken),
        ["the host not signed in a URL"] =
            (Presigned with { SignedHeaders = "range", Headers = Of("range", "0") }, DenyReason.InvalidToken),
        ["the time not signed as a header"] = (Header with { SignedHeaders = "host;x-amz-content-sha256" }, DenyReason.InvalidToken),
        ["the payload not signed as a header"] = (Header with { SignedHeaders = "host;x-amz-date" }, DenyReason.InvalidToken),
        ["headers not in order"] = (Header with { SignedHeaders = "host;x-amz-date;x-amz-content-sha256" }, DenyReason.InvalidToken),
        ["a header listed twice"] = (Header with { SignedHeaders = "host;host;x-amz-content-sha256;x-amz-date" }, DenyReason.InvalidToken),
        ["an unsigned x-amz-acl"] = (Header with { Headers = Of("x-amz-acl", "public-read") }, DenyReason.InvalidToken),
        ["an unsigned x-amz-acl beside a URL"] = (Presigned with { Headers = Of("x-amz-acl", "public-read") }, DenyReason.InvalidToken),
        ["a signed x-amz-acl"] = (
            Header with { Headers = Of("x-amz-acl", "private"), SignedHeaders = "host;x-amz-acl;x-amz-content-sha256;x-amz-date" }, null),
        ["an unsigned header of other names"] = (Header with { Headers = Of("x-amzn-trace-id", "Root=1") }, null),
        ["an unsigned session token"] = (Header with { Headers = Of("x-amz-security-token", "t") }, null),
        ["a body that is another"] = (Header with { Body = "Body" }, DenyReason.InvalidToken),
        ["a body that is another, beside a URL"] = (Presigned with { Payload = AwsRequest.Digest("x") }, DenyReason.InvalidToken),
        ["an unsigned body"] = (Header with { Payload = "UNSIGNED-PAYLOAD" }, DenyReason.InvalidToken),
        ["an upload that nobody checks"] = (Header with { Payload = Streaming }, DenyReason.InvalidToken),
        ["a signature in upper case"] = (Header with { Signature = text => text.ToUpperInvariant() }, DenyReason.InvalidToken),
        ["a signature that is cut"] = (Header with { Signature = text => text[..^2] }, DenyReason.InvalidToken),
        ["a signature that is too long"] = (Header with { Signature = text => text + "00" }, DenyReason.InvalidToken),
        ["16 minutes old"] = (Header with { Time = "20260225T114459Z" }, DenyReason.Expired),
        ["16 minutes ahead"] = (Header with { Time = "20260225T121501Z" }, DenyReason.NotYetValid),
        ["a URL made 16 minutes ahead"] = (Presigned with { Time = "20260225T121501Z" }, DenyReason.NotYetValid),
        ["a URL that has ended"] = (Presigned with { Time = "20260225T114459Z" }, DenyReason.Expired),
        ["a URL in its last second"] = (Presigned with { Time = "20260225T114500Z" }, null),
        ["seven days"] = (Presigned with { Expires = "604800" }, null),
        ["more than seven days"] = (Presigned with { Expires = "604801" }, DenyReason.EndsTooLate),
        ["no time at all"] = (Presigned with { Expires = "0" }, DenyReason.InvalidToken),
        ["a time that is negative"] = (Presigned with { Expires = "-1" }, DenyReason.InvalidToken),
        ["a time with a fraction"] = (Presigned with { Expires = "1.5" }, DenyReason.InvalidToken),
        ["a time beyond any number"] = (Presigned with { Expires = new('9', 400) }, DenyReason.InvalidToken),
        ["a time of another form"] = (Header with { Time = "2026-02-25T12:00:00Z" }, DenyReason.InvalidToken),
    };

    public static TheoryData<string> Descriptions => [.. Rows.Keys];

    public static TheoryData<string> Parameters { get; } =
    [
        "X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Credential=a", "X-Amz-Date=20260225T120000Z", "X-Amz-Expires=900",
        "X-Amz-SignedHeaders=host", "X-Amz-Signature=0", "X-Amz-Content-Sha256=UNSIGNED-PAYLOAD", "X%2DAmz-Date=20260225T120000Z",
        "a=2", "X-Amz-Meta-A=1",
    ];

    [Theory]
    [MemberData(nameof(Descriptions))]
    public static void Allows_or_denies_with_its_reason(string description)
    {
        var (request, reason) = Rows[description];

        var verdict = request.Verdict();

        Expect.Equal(reason, verdict.IsAllowed ? null : verdict.Reason, description);
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public static void Denies_a_parameter_that_was_added(string parameter)
    {
        Assert.False((Presigned with { Target = target => $"{target}&{parameter}" }).Verdict().IsAllowed);
        Assert.False((Header with { Target = target => $"{target}&{parameter}" }).Verdict().IsAllowed);
    }

    // CVE-2025-31489, CVE-2026-40344, CVE-2026-41145: the key was read from one form, and what was checked from the other.
    [Fact]
    public static void Denies_a_request_with_both_forms()
    {
        var both = Header.Signed();
        var presigned = Presigned with { Headers = both.Headers.ToImmutableSortedDictionary() };

        Assert.False(presigned.Verdict().IsAllowed);
        Assert.False((Header with { Target = target => $"{target}&X-Amz-Signature=0" }).Verdict().IsAllowed);
        Assert.False((Header with { Target = target => $"{target}&X-Amz-Credential=AKIDEXAMPLE" }).Verdict().IsAllowed);
    }

    [Fact]
    public static void Checks_the_signature_of_an_upload_that_is_streamed()
    {
        var scheme = Listing("{body|sha256|hex}", Streaming);

        Assert.True((Header with { Payload = Streaming, Body = "other" }).Verdict(scheme).IsAllowed);
        Assert.False((Header with { Payload = Streaming, Signature = _ => new('0', 64) }).Verdict(scheme).IsAllowed);
        Assert.False((Header with { Payload = "UNSIGNED-PAYLOAD" }).Verdict(scheme).IsAllowed);
        Assert.True(Header.Verdict(scheme).IsAllowed);
        Assert.False((Header with { Body = "other" }).Verdict(scheme).IsAllowed);
    }

    [Fact]
    public static void Reads_no_body_where_any_payload_is_accepted()
    {
        var scheme = Listing("{payload}");

        Assert.True((Header with { Payload = "UNSIGNED-PAYLOAD", Body = "other" }).Verdict(scheme).IsAllowed);
        Assert.True((Header with { Payload = Streaming }).Verdict(scheme).IsAllowed);
    }

    [Fact]
    public static void Refuses_a_preset_whose_region_nobody_set()
    {
        var preset = TokenAuthz.Signing.Presets.PresetCatalog.All.Single(preset => preset.Name == "aws-sigv4");

        var thrown = Assert.Throws<SchemeException>(() => Scheme.Compile(preset));

        Assert.Equal("Forms:header:Require:region", thrown.Setting);
    }

    [Fact]
    public static void Never_throws_for_a_credential_of_any_form()
    {
        var random = new Random(5);
        const string Pieces = "/,;=% AKIDEXAMPLE20260225\u00e9\0";
        for (var i = 0; i < 2000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Pieces[random.Next(Pieces.Length)]));

            Assert.False((Header with { Region = text }).Verdict().IsAllowed);
            Assert.False((Header with { SignedHeaders = text + ";" }).Verdict().IsAllowed);
        }
    }

    private static SchemeDefinition Listing(params ImmutableArray<string> payloads) => AwsRequest.Scheme with
    {
        Forms = [AwsRequest.Scheme.Forms[0] with { Require = AwsRequest.Scheme.Forms[0].Require.SetItem("payload", payloads) }],
    };

    private static ImmutableSortedDictionary<string, string> Of(string name, string value) =>
        ImmutableSortedDictionary<string, string>.Empty.Add(name, value);
}
