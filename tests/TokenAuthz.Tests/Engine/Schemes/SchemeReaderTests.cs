using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Engine.Schemes;

/// <summary>The section Schemes: presets as they are, with settings of one's own, and schemes written in full.</summary>
public static class SchemeReaderTests
{
    private const string Scheme = "TokenAuthz:Schemes:s";

    private static readonly string[] Policy = ["Policies:0:Name=p", "Policies:0:Scheme=s"];

    [Theory]
    [InlineData(
        "a setting that does not exist",
        $"{Scheme}:Mesage: there is no such setting; did you mean Message?",
        "Preset=imgix",
        "Mesage={path}")]
    [InlineData(
        "a setting of another case and name",
        $"{Scheme}:skews: there is no such setting; did you mean Skew?",
        "Preset=imgix",
        "skews=00:00:01")]
    [InlineData(
        "a preset that does not exist",
        $"{Scheme}:Preset = \"alibaba\": there is no such preset; did you mean alibaba-a?",
        "Preset=alibaba")]
    [InlineData(
        "a preset that is like none",
        $"{Scheme}:Preset = \"something else\": there is no such preset; token-authz presets lists them",
        "Preset=something else")]
    [InlineData(
        "a digest that does not exist",
        $"{Scheme}:Algorithm = \"HmacSha25\": did you mean HmacSha256?",
        "Preset=imgix",
        "Algorithm=HmacSha25")]
    [InlineData("the number of a digest", $"{Scheme}:Algorithm = \"1\": write one of Md5", "Preset=imgix", "Algorithm=1")]
    [InlineData(
        "an encoding that does not exist", $"{Scheme}:Encoding = \"Base46\": did you mean Base64?", "Preset=imgix", "Encoding=Base46")]
    [InlineData(
        "an encoding of keys that does not exist",
        $"{Scheme}:KeyEncoding = \"Utf8\": write one of Text, Hex",
        "Preset=imgix",
        "KeyEncoding=Utf8")]
    [InlineData(
        "a rule of prefixes that does not exist",
        $"{Scheme}:Prefix = \"Segment\": did you mean Segments?",
        "Preset=imgix",
        "Prefix=Segment")]
    [InlineData("a time that is a number", $"{Scheme}:Ttl = \"300\": write a time as hh:mm:ss", "Preset=imgix", "Ttl=300")]
    [InlineData("no time to live", $"{Scheme}:Ttl = \"00:00:00\": write a time as hh:mm:ss, from 00:00:01", "Preset=imgix", "Ttl=00:00:00")]
    [InlineData(
        "clocks that differ by too much",
        $"{Scheme}:Skew = \"00:05:01\": write a time as hh:mm:ss, from 00:00:00 to 00:05:00",
        "Preset=imgix",
        "Skew=00:05:01")]
    [InlineData(
        "a length that is a word", $"{Scheme}:Truncate = \"all\": write a whole number from 0 to 64", "Preset=imgix", "Truncate=all")]
    [InlineData(
        "a length that the scheme refuses", $"{Scheme}:Truncate: a signature has 0 (all) or 8 to 16 bytes", "Preset=imgix", "Truncate=4")]
    [InlineData(
        "too many bits of an address",
        $"{Scheme}:AddressPrefix = \"129\": write a whole number from 1 to 128",
        "Preset=imgix",
        "AddressPrefix=129")]
    [InlineData("a flag that is a number", $"{Scheme}:Symmetric = \"1\": write true or false", "Preset=imgix", "Symmetric=1")]
    [InlineData(
        "a single use of what does not end",
        $"{Scheme}:SingleUse: a token that may be used once has to end",
        "Preset=thumbor",
        "SingleUse=true")]
    [InlineData(
        "a message that names what is not there",
        $"{Scheme}:Message: {{pth}} is neither a field of the token (sig, expires) nor a part of the request (",
        "Preset=imgix",
        "Message={key}{pth}")]
    [InlineData("a token without a place", $"{Scheme}:Token: 's={{sig}}' does not begin with a place", "Preset=imgix", "Token=s={sig}")]
    [InlineData(
        "a list with an empty entry", $"{Scheme}:Token:0: this is an entry of a list of texts: write a text", "Preset=imgix", "Token:0=")]
    [InlineData("a list in words that are none", $"{Scheme}:Items: write FIELD SEPARATOR NAME=FIELD", "Preset=imgix", "Items=sig")]
    [InlineData(
        "a header that cannot be signed",
        $"{Scheme}:Forms:headers:SignedHeaders: 'a b' is not a header's name",
        "Preset=apisix-hmac-auth",
        "SignedHeaders:0=a b")]
    [InlineData(
        "signed headers that nothing signs",
        $"{Scheme}:SignedHeaders: the message has no {{header_lines}} or " +
            "{signing_string} or {kong_signing_string} or {apisix_signing_string}",
        "Preset=imgix",
        "SignedHeaders:0=a")]
    [InlineData(
        "parts of a preset's message that run together in another",
        $"{Scheme}:Message: nothing tells where {{path}} ends and {{query}} begins in {{path}}{{query}}",
        "Preset=nginx-secure-link",
        "Message={expires}{path}{query} {key}")]
    [InlineData(
        "a text that nothing names",
        $"{Scheme}:Let:canonical: nothing names {{canonical}}: write it in Message, Require, Defaults or DeriveKey, or leave this text out",
        "Preset=imgix",
        "Let:canonical={path}")]
    [InlineData(
        "a text that no form names",
        $"{Scheme}:Let:other: nothing names {{other}}",
        "Preset=aws-sigv4",
        "Require:region=eu-west-1",
        "Require:service=s3",
        "Let:other={canonical_path}")]
    [InlineData("an empty message", $"{Scheme}:Message = \"\": this is empty: give it a value or leave it out", "Preset=imgix", "Message=")]
    [InlineData("neither preset nor token", $"{Scheme}:Token: say where the token is, as in header:token={{sig}}", "Message={path}")]
    [InlineData("neither preset nor message", $"{Scheme}:Message: say what is signed", "Token=header:token={sig}")]
    public static void A_mistake_is_an_error_of_its_setting(string description, string error, params string[] settings)
    {
        var failure =
            Assert.Throws<ConfigurationException>(() => KnownSettings.Snapshot([.. settings.Select(setting => $"Schemes:s:{setting}")]));

        Assert.True(
            failure.Errors.Length == 1 && failure.Message.StartsWith(error, StringComparison.Ordinal), $"{description}: {failure.Message}");
    }

    [Fact]
    public static void A_message_of_ones_own_leaves_out_the_texts_of_the_preset_that_it_does_not_name()
    {
        string[] message = ["Schemes:s:Message={method} {host} {path} {a}", "Schemes:s:Let:a={oauth_parameters}"];
        var snapshot = KnownSettings.Snapshot(["Schemes:s:Preset=oauth1", .. message, .. Policy]);

        Assert.All(Assert.Single(snapshot.Policies).Accepts!.All[0].Scheme.Definition.Forms, form => Assert.Equal(["a"], form.Let.Keys));
    }

    [Fact]
    public static void A_salt_that_is_wrong_is_not_shown()
    {
        var failure =
            Assert.Throws<ConfigurationException>(() => KnownSettings.Snapshot("Schemes:s:Preset=imgproxy", "Schemes:s:Salt=our-own"));

        Assert.Equal($"{Scheme}:Salt: this is not Hex; see SaltEncoding", failure.Message);
    }

    [Fact]
    public static void A_name_that_could_not_stand_in_a_metric_is_an_error()
    {
        var failure = Assert.Throws<ConfigurationException>(() => KnownSettings.Snapshot("Schemes:a b:Preset=imgix"));

        Assert.StartsWith(
            "TokenAuthz:Schemes:a b:Preset: this is no name of a scheme: a name has letters", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void Mistakes_are_reported_all_at_once()
    {
        var failure =
            Assert.Throws<ConfigurationException>(
                () => KnownSettings.Snapshot("Schemes:a:Preset=imgx", "Schemes:a:Ttl=1", "Schemes:b:Token=x", "Schemes:b:Messag=y"));

        Assert.Equal(
            ["TokenAuthz:Schemes:a:Preset", "TokenAuthz:Schemes:a:Ttl", "TokenAuthz:Schemes:b:Token", "TokenAuthz:Schemes:b:Messag"],
            failure.Errors.Select(error => error.Path));
    }

    [Theory]
    [InlineData("its own name")]
    [InlineData("another case")]
    public static void A_preset_with_one_setting_is_that_preset_otherwise(string description)
    {
        Assert.True(PresetCatalog.TryFind("keycdn", out var preset));

        var definition = Definition($"Schemes:s:Preset={(description == "another case" ? "KeyCDN" : "keycdn")}", "Schemes:s:Skew=00:00:30");

        Assert.Equal(preset with { Name = "s", Skew = TimeSpan.FromSeconds(30) }, definition);
    }

    [Fact]
    public static void A_list_replaces_that_of_the_preset()
    {
        var definition = Definition("Schemes:s:Preset=keycdn", "Schemes:s:Token:1=query:e={expires}", "Schemes:s:Token:0=query:st={sig}");

        Assert.Equal(["query:st={sig}", "query:e={expires}"], definition.Token);
        Assert.Equal("{path}{key}{expires}", definition.Message);
    }

    [Fact]
    public static void A_scheme_without_a_preset_has_what_it_says_and_the_defaults()
    {
        var defaults = new SchemeDefinition { Name = "s" };

        var definition = Definition(
            "Schemes:s:Token=header:x-token={expires}.{sig}",
            "Schemes:s:Message={method} {target} {expires}",
            "Schemes:s:Algorithm=hmacsha512",
            "Schemes:s:SingleUse=true");

        Assert.Equal(["header:x-token={expires}.{sig}"], definition.Token);
        Assert.Equal(
            defaults with
            {
                Token = definition.Token,
                Message = "{method} {target} {expires}",
                Algorithm = SignatureAlgorithm.HmacSha512,
                SingleUse = true
            },
            definition);
    }

    [Fact]
    public static void A_scheme_of_a_presets_name_goes_before_it() =>
        Assert.Equal(
            "{target}{key}",
            KnownSettings.Snapshot(
                "Schemes:imgix:Preset=token-header",
                "Policies:0:Name=p",
                "Policies:0:Scheme=imgix").Policies[0].Accepts!.All[0].Scheme.Definition.Message);

    private static SchemeDefinition Definition(params string[] settings) =>
        KnownSettings.Snapshot([.. settings, .. Policy]).Policies[0].Accepts!.All[0].Scheme.Definition;
}
