using TokenAuthz.Configuration;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;

namespace TokenAuthz.Tests.Engine.Policies;

/// <summary>Each mistake that a policy can have is an error at its setting, with what to write instead.</summary>
public static class PolicyMistakeTests
{
    private const string First = "TokenAuthz:Policies:0";

    private static readonly string[] WithName = ["Policies:0:Name=p"];

    [Promise(1)]
    [Promise(2)]
    [Theory]
    [InlineData("no name", $"{First}:Name: a policy needs a Name", "Policies:0:Action=Allow")]
    [InlineData("a name that is none", $"{First}:Name = \"a b\": a name has letters", "Policies:0:Name=a b")]
    [InlineData(
        "one name twice", "TokenAuthz:Policies:1:Name = \"p\": another policy has this name", "Policies:0:Name=p", "Policies:1:Name=p")]
    [InlineData(
        "a setting that does not exist",
        $"{First}:Acton: there is no such setting; did you mean Action?",
        "Policies:0:Name=p", "Policies:0:Acton=Allow")]
    [InlineData(
        "an action that does not exist", $"{First}:Action = \"Alow\": did you mean Allow?", "Policies:0:Name=p", "Policies:0:Action=Alow")]
    [InlineData(
        "a mode that does not exist", $"{First}:Mode = \"shade\": did you mean Shadow?", "Policies:0:Name=p", "Policies:0:Mode=shade")]
    [InlineData(
        "a scheme for what asks for no token",
        $"{First}:Scheme: the action Allow looks at no token",
        "Policies:0:Name=p", "Policies:0:Action=Allow",
        "Policies:0:Scheme=token-header")]
    [InlineData(
        "keys for what asks for no token",
        $"{First}:Scheme: the action Deny looks at no token",
        "Policies:0:Name=p", "Policies:0:Action=Deny",
        "Policies:0:Keys:0=default")]
    [InlineData(
        "a scheme that does not exist",
        $"{First}:Scheme = \"alibaba\": there is no such scheme; did you mean",
        "Policies:0:Name=p", "Policies:0:Scheme=alibaba")]
    [InlineData(
        "a token in the header whose value is logged",
        $"{First}:Scheme: a token in x-request-id would be logged: use another header",
        "Policies:0:Name=p", "Policies:0:Scheme=s",
        "Schemes:s:Token:0=header:X-Request-Id={sig}",
        "Schemes:s:Message={path}")]
    [InlineData(
        "schemes for what asks for no token",
        $"{First}:Scheme: the action Allow looks at no token",
        "Policies:0:Name=p", "Policies:0:Action=Allow",
        "Policies:0:Schemes:0=token-header")]
    [InlineData(
        "a scheme beside several",
        $"{First}:Schemes: there is Scheme too: leave out one of the two",
        "Policies:0:Name=p", "Policies:0:Scheme=token-header",
        "Policies:0:Schemes:0=hmac-v1")]
    [InlineData(
        "one of several schemes that does not exist",
        $"{First}:Schemes: 'hmac-v2': there is no such scheme; did you mean hmac-v1?",
        "Policies:0:Name=p", "Policies:0:Schemes:0=hmac-v2")]
    [InlineData(
        "a scheme twice",
        $"{First}:Schemes: the scheme hmac-v1 is there twice, the second time as hmac-v1, which would never be reached: leave it out",
        "Policies:0:Name=p", "Policies:0:Schemes:0=hmac-v1",
        "Policies:0:Schemes:1=HMAC-v1")]
    [InlineData(
        "a scheme under two names",
        $"{First}:Schemes: the scheme hmac-v1 is there twice, the second time as ours, which would never be reached",
        "Policies:0:Name=p", "Policies:0:Schemes:0=hmac-v1",
        "Policies:0:Schemes:1=ours",
        "Schemes:ours:Preset=hmac-v1",
        "Schemes:ours:Description=ours")]
    [InlineData(
        "more schemes than a check tries",
        $"{First}:Schemes: there are 9 schemes: list 1 to 8",
        "Policies:0:Name=p",
        "Policies:0:Schemes:0=1", "Policies:0:Schemes:1=2", "Policies:0:Schemes:2=3", "Policies:0:Schemes:3=4", "Policies:0:Schemes:4=5",
        "Policies:0:Schemes:5=6", "Policies:0:Schemes:6=7", "Policies:0:Schemes:7=8", "Policies:0:Schemes:8=9")]
    [InlineData(
        "a scheme that no key fits",
        $"{First}:Keys: no key fits the scheme akamai-token-2: the key default: it is not written in Hex",
        "Policies:0:Name=p", "Policies:0:Schemes:0=token-header",
        "Policies:0:Schemes:1=akamai-token-2")]
    [InlineData(
        "a token that could be used in two schemes, once in each",
        $"{First}:Schemes: old and new sign the same message, so that a token of SingleUse could be used in each",
        "Policies:0:Name=p", "Policies:0:Schemes:0=old",
        "Policies:0:Schemes:1=new",
        "Schemes:old:Preset=hmac-v1",
        "Schemes:old:SingleUse=true",
        "Schemes:new:Preset=hmac-v1",
        "Schemes:new:Skew=00:01:00")]
    [InlineData(
        "a token that may be missing, and is looked for in the path",
        $"{First}:Mode = \"Optional\": a token of edgeone-b is in the path or in the body, where a missing token cannot be told",
        "Policies:0:Name=p", "Policies:0:Scheme=edgeone-b",
        "Policies:0:Mode=Optional")]
    [InlineData(
        "a token that may be missing, and is not looked at",
        $"{First}:Mode = \"Optional\": the action Deny looks at no token: leave this out",
        "Policies:0:Name=p", "Policies:0:Action=Deny",
        "Policies:0:Mode=Optional")]
    [InlineData(
        "a key that does not exist",
        $"{First}:Keys: there is no key defaul; did you mean default?",
        "Policies:0:Name=p", "Policies:0:Keys:0=defaul")]
    [InlineData(
        "a key in another encoding",
        $"{First}:Keys: the key default: it is not written in Hex",
        "Policies:0:Name=p", "Policies:0:Scheme=akamai-token-2")]
    [InlineData(
        "a key that a token cannot name",
        $"{First}:Keys: a token of the scheme hmac-v1 cannot name the key 2026.11, because of '.': rename the key",
        "Policies:0:Name=p", "Policies:0:Scheme=hmac-v1",
        "Keys:0:Id=2026.11",
        "Keys:0:Value=correct-horse-battery-staple-5d1c")]
    [InlineData(
        "an answer to handshakes that the scheme has not",
        $"{First}:Handshake = \"Answer\": token-header has no handshake",
        "Policies:0:Name=p", "Policies:0:Handshake=Answer")]
    [InlineData(
        "handshakes of what asks for no token",
        $"{First}:Handshake = \"Pass\": what asks for no token has no handshake",
        "Policies:0:Name=p", "Policies:0:Action=Allow",
        "Policies:0:Handshake=Pass")]
    [InlineData(
        "a verify token without a handshake",
        $"{First}:VerifyToken: this has no effect without a Handshake",
        "Policies:0:Name=p", "Policies:0:VerifyToken=meatyhamhock")]
    [InlineData(
        "a handshake without its verify token",
        $"{First}:VerifyToken: a handshake of the scheme s needs the text that you told its sender",
        "Policies:0:Name=p", "Policies:0:Scheme=s",
        "Policies:0:Handshake=Pass",
        "Schemes:s:Preset=token-header",
        "Schemes:s:Handshakes:a:Items:0=query form! token=verify_token!")]
    [InlineData(
        "a mistake in a handshake",
        "TokenAuthz:Schemes:s:Handshakes:a:Items: name a field that each such request has",
        "Policies:0:Name=p", "Policies:0:Scheme=s",
        "Schemes:s:Preset=token-header",
        "Schemes:s:Handshakes:a:Answer=yes")]
    [InlineData(
        "a host with a port", $"{First}:Hosts: 'a:80': write a host without its port", "Policies:0:Name=p", "Policies:0:Hosts:0=a:80")]
    [InlineData("a wildcard within a label", $"{First}:Hosts: 'a*.com': write a host", "Policies:0:Name=p", "Policies:0:Hosts:0=a*.com")]
    [InlineData("a wildcard alone", $"{First}:Hosts: '*': write a host", "Policies:0:Name=p", "Policies:0:Hosts:0=*")]
    [InlineData("a path without a slash", $"{First}:Paths: 'video': write a prefix", "Policies:0:Name=p", "Policies:0:Paths:0=video")]
    [InlineData("a glob without a slash", $"{First}:Paths: '*.mp4': write a prefix", "Policies:0:Name=p", "Policies:0:Paths:0=*.mp4")]
    [InlineData("a path with a space", $"{First}:Paths: '/a b': a path is ASCII", "Policies:0:Name=p", "Policies:0:Paths:0=/a b")]
    [InlineData(
        "an exact path with a query",
        $"{First}:Paths: '=/a?b': a path is compared without its query",
        "Policies:0:Name=p", "Policies:0:Paths:0==/a?b")]
    [InlineData(
        "a method in lower case", $"{First}:Methods: 'get': write a method in upper case", "Policies:0:Name=p", "Policies:0:Methods:0=get")]
    [InlineData(
        "a status that allows",
        $"{First}:Deny:Statuses:expired = \"200\": write a whole number from 400 to 499",
        "Policies:0:Name=p", "Policies:0:Deny:Statuses:expired=200")]
    [InlineData(
        "a redirect", $"{First}:Deny:Statuses:expired = \"302\": write", "Policies:0:Name=p", "Policies:0:Deny:Statuses:expired=302")]
    [InlineData(
        "a status that may fail open",
        $"{First}:Deny:Statuses:expired = \"503\": write",
        "Policies:0:Name=p", "Policies:0:Deny:Statuses:expired=503")]
    [InlineData(
        "a reason that does not exist",
        $"{First}:Deny:Statuses:expire: there is no such setting; did you mean expired?",
        "Policies:0:Name=p", "Policies:0:Deny:Statuses:expire=410")]
    [InlineData(
        "a body that does not exist",
        $"{First}:Deny:Body = \"Json\": write one of Text, Problem",
        "Policies:0:Name=p", "Policies:0:Deny:Body=Json")]
    [InlineData(
        "a listener of a policy that does not exist",
        "TokenAuthz:Listeners:0:Policies: there is no policy q",
        "Policies:0:Name=p",
        "Listeners:0:Url=http://*:8080", "Listeners:0:Policies:0=q")]
    [InlineData(
        "a signed body where none is sent",
        "TokenAuthz:Listeners:0:Policies: the policy p checks a signature of the body",
        "Policies:0:Name=p", "Policies:0:Scheme=github-webhook",
        "Listeners:0:Url=http://*:8080", "Listeners:0:Kind=nginx")]
    [InlineData(
        "a client's address that nobody tells", "TokenAuthz:Listeners:0:Policies: the policy p checks the client's address",
        "Policies:0:Name=p", "Policies:0:Scheme=s", "Schemes:s:Preset=nginx-secure-link",
        "Schemes:s:Message={expires}{path}{client_address} {key}", "Listeners:0:Url=http://*:8080")]
    public static void Is_an_error(string description, string error, params string[] settings)
    {
        var failure = Assert.Throws<ConfigurationException>(() => Load(settings));

        Assert.True(
            failure.Errors.Any(found => found.ToString().StartsWith(error, StringComparison.Ordinal)), $"{description}: {failure.Message}");
        Expect.Equal(1, failure.Errors.Length, $"{description}, and nothing else: {failure.Message}");
    }

    [Fact]
    public static void Include_a_glob_that_is_too_long()
    {
        var failure = Assert.Throws<ConfigurationException>(() => Load([.. WithName, $"Policies:0:Paths:0=/*{new string('a', 511)}"]));

        Assert.Contains(
            "a glob has at most 512 characters: this one has 513", Assert.Single(failure.Errors).ToString(), StringComparison.Ordinal);
        Assert.NotNull(Load([.. WithName, $"Policies:0:Paths:0=/*{new string('a', 510)}"]));
    }

    [Fact]
    public static void Are_all_reported_at_once()
    {
        var failure =
            Assert.Throws<ConfigurationException>(
                () => Load([.. WithName, "Policies:0:Paths:0=x", "Policies:0:Methods:0=get", "Policies:1:Name=q",
                    "Policies:1:Scheme=none", "DrainTim=1"]));

        Assert.Equal(
            ["TokenAuthz:Policies:0:Paths", "TokenAuthz:Policies:0:Methods", "TokenAuthz:Policies:1:Scheme", "TokenAuthz:DrainTim"],
            failure.Errors.Select(error => error.Path));
    }

    private static HostConfiguration<ServiceSettings> Load(string[] settings) => HostConfiguration.Load(
        new(() => WrittenSettings.Of(["Secret=" + PolicySamples.Secret, .. settings]), [], IsDevelopment: false),
        ServiceSettings.Read,
        TimeProvider.System);
}
