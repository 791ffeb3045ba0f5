using System.Collections.Immutable;
using Amazon.Runtime;
using TokenAuthz.Issuers.Harness;

namespace TokenAuthz.Issuers.Libraries;

/// <summary>The access key of the libraries that sign as AWS does, and where they write the signature.</summary>
internal static class AwsKeys
{
    public const string Region = "us-east-1";
    public const string Id = "AKIDEXAMPLE";
    public const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public const string Token = "IQoJb3JpZ2luX2VjEOf//////////wEaCXVzLWVhc3QtMSJHMEUCIQ==";

    public static AWSCredentials Basic { get; } = new BasicAWSCredentials(Id, Secret);

    public static AWSCredentials Session { get; } = new SessionAWSCredentials(Id, Secret, Token);

    /// <summary>The same for Node.js.</summary>
    public static object Credentials(bool isSession) => isSession
        ? new { accessKeyId = Id, secretAccessKey = Secret, sessionToken = Token }
        : new { accessKeyId = Id, secretAccessKey = Secret };

    /// <summary>The settings of a service whose paths are normalized and escaped once more.</summary>
    public static ImmutableArray<string> Settings(string service) =>
    [
        "Schemes:issued:Preset=aws-sigv4", $"Schemes:issued:Require:region={Region}", $"Schemes:issued:Require:service={service}",
        $"Keys:0:Id={Id}", $"Keys:0:Value={Secret}",
    ];

    /// <summary>The settings of S3, also for uploads whose chunks are signed one by one.</summary>
    public static ImmutableArray<string> S3 { get; } =
    [
        "Schemes:issued:Preset=aws-s3", $"Schemes:issued:Require:region={Region}",
        "Schemes:issued:Forms:header:Require:payload:0={body|sha256|hex}",
        "Schemes:issued:Forms:header:Require:payload:1=STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
        $"Keys:0:Id={Id}", $"Keys:0:Value={Secret}",
    ];

    public static string QuerySignature(IssuedRequest request) => After(request.Target, "X-Amz-Signature=")[..64];

    public static string HeaderSignature(IssuedRequest request) => After(request.Header("authorization")!, "Signature=");

    /// <summary>The text behind a mark.</summary>
    public static string After(string text, string mark) => text[(text.IndexOf(mark, StringComparison.OrdinalIgnoreCase) + mark.Length)..];
}
