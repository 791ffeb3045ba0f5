namespace TokenAuthz.Tests.Signing.Tokens;

/// <summary>Fields of lists, forms, patterns and encoded texts.</summary>
public static class ItemCodecTests
{
    [Theory]
    [InlineData("text , a=a b=b", "b=2, a=1", "a=1 b=2")]
    [InlineData("text , a=a b=b", "a=1 \t,\tb=2", "a=1 b=2")]
    [InlineData("text , a=a b=b", "a=\"1,b=2\"", "a=1,b=2")]
    [InlineData("text , a=a b=b", "a=1,,b=2", "denied")]
    [InlineData("text , a=a b=b", "a=1,", "denied")]
    [InlineData("text , a=a b=b", "a=\"1", "denied")]
    [InlineData("text , a=a b=b", "a=\"1\\\"", "denied")]
    [InlineData("text , a=a b=b", "a=1,a=1", "denied")]
    [InlineData("text , a=a b=b", "a=1,c=1", "denied")]
    [InlineData("text , a=a b=b", "", "denied")]
    [InlineData("text , a=a! b=b", "b=2", "denied")]
    [InlineData("text ; a=a b=b", "a=1; b=\"2;\"", "a=1 b=2;")]
    [InlineData("text ~ a=a b=b", "a=1 ~b=2", "a=1  b=2")]
    [InlineData("text ~ a=a b=b", "a=\"1\"~b=2", "a=\"1\" b=2")]
    [InlineData("text ~ a=\"a\" b=b", "a=\"1\"~b=2", "a=1 b=2")]
    [InlineData("text / a:a b:b", "b:2/a:1", "a=1 b=2")]
    [InlineData("text & a=a", "a=", "a=")]
    [InlineData("text form a=a b=b", "b=%C3%A9+x&%61=1", "a=1 b=Ã© x")]
    [InlineData("text form a=a b=b", "a", "a=")]
    [InlineData("text form a=a b=b", "x=1&a=1&x=2", "a=1")]
    [InlineData("text form a=a b=b", "a=1&%61=1", "denied")]
    [InlineData("text form a=a b=b", "a=%zz", "denied")]
    [InlineData("text form a=a b=b", "%=1", "denied")]
    [InlineData("text form a=a! b=b", "b=1", "denied")]
    [InlineData("text match {a}/{b}/end", "1/2/end", "a=1 b=2")]
    [InlineData("text match {a}/{b}/end", "1/2/3/end", "a=1 b=2/3")]
    [InlineData("text match {a}/{b}/end", "1//end", "denied")]
    [InlineData("text match {a}/{b}/end", "1/2/end2", "denied")]
    [InlineData("text match key {a} of {b}", "key 1 of 2", "a=1 b=2")]
    [InlineData("text as a", "1", "a=1")]
    [InlineData("text|decode as a", "a%2Fb+c", "a=a/b+c")]
    [InlineData("text|lower as a", "A1", "a=a1")]
    [InlineData("text|from_base64url as a", "YWI", "a=ab")]
    [InlineData("text|from_base64url as a", "YWI=", "a=ab")]
    [InlineData("text|from_base64url as a", "YWI==", "denied")]
    [InlineData("text|from_base64url as a", "YWJ", "denied")]
    [InlineData("text|from_base64url as a", "YW I", "denied")]
    [InlineData("text|from_base64url as a", "YWI\n", "denied")]
    [InlineData("text|from_base64url as a", "Y", "denied")]
    [InlineData("text|from_base64url as a", "-_-_", "a=ûÿ¿")]
    [InlineData("text|from_base64url as a", "+/+/", "denied")]
    [InlineData("text|from_base64 as a", "+/+/", "a=ûÿ¿")]
    [InlineData("text|from_base64cloudfront as a", "-~-~YQ__", "a=ûÿ¿a")]
    [InlineData("text|from_hex as a", "6162", "a=ab")]
    [InlineData("text|from_hex as a", "616", "denied")]
    [InlineData("text|from_hex as a", "6g", "denied")]
    [InlineData("text ~ All?=a b=b", "All~b=1", "a= b=1")]
    [InlineData("text ~ All?=a b=b", "All=2~b=1", "a=2 b=1")]
    [InlineData("text ~ All?=a b=b", "Allb~b=1", "denied")]
    [InlineData("text ~ All?=a b=b", "All~All=1", "denied")]
    [InlineData("text match {a?}/{b}", "/1", "a= b=1")]
    [InlineData("text match {a}/{b?}", "1/", "a=1 b=")]
    [InlineData("text match {a}/{b?}", "1", "denied")]
    [InlineData("text split ,! a", "1,2!3", "a=1|2|3")]
    [InlineData("text split blank a", "1 2,3", "a=1|2,3")]
    [InlineData("text split , a", "1\0", "denied")]
    [InlineData("text split , a", "", "a=")]
    [InlineData("text tail 2 a b", "1234", "a=12 b=34")]
    [InlineData("text tail 2 a b", "12", "denied")]
    [InlineData("text|from_base64url|lower json a=a", "eyJhIjoiQiJ9", "a=b")]
    public static void Reads(string item, string text, string fields) => Assert.Equal(fields, ItemReading.Read(item, text));

    [Theory]
    [InlineData("text , a=a b=\"b\"", "a=1,b=\"2\"")]
    [InlineData("text / a:a b:b", "a:1/b:2")]
    [InlineData("text form a=a b=b", "a=1&b=2")]
    [InlineData("text match {a}/{b}/end", "1/2/end")]
    [InlineData("text|from_base64url json a=a b=number:b", "eyJhIjoiMSIsImIiOjJ9")]
    [InlineData("text|from_base64|from_hex match {a}.{b}", "MzEyZTMy")]
    [InlineData("text tail 1 a b", "12")]
    public static void Writes_what_it_reads(string item, string text)
    {
        Assert.Equal(text, ItemReading.Write(item, ("a", "1"), ("b", "2")));
        Assert.Equal("a=1 b=2", ItemReading.Read(item, text));
    }

    // RFC 7638, section 3.1; RFC 8037, appendix A.3; RFC 9449, section 6.1.
    [Theory]
    [InlineData(
        "{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6" +
        "tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2Qvz" +
        "qY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2" +
        "NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw\",\"e\":\"AQAB\",\"alg\":\"RS256\",\"kid\":\"2011-0" +
        "4-29\"}",
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")]
    [InlineData(
        """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""",
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")]
    [InlineData(
        "{\"ext\":true,\"kty\":\"EC\",\"x\":\"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs\",\"y\":\"9VE4jf_Ok_o64zbTTlcuNJ" +
        "ajHmt6v9TDVrU0CdvGRDA\",\"crv\":\"P-256\",\"key_ops\":[\"verify\"]}",
        "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")]
    [InlineData("""{"kty":"EC","x":"a","y":"b","crv":"P-256","d":"c"}""", null)]
    [InlineData("""{"kty":"oct","k":"a"}""", null)]
    [InlineData("""{"kty":"EC","x":"a","crv":"P-256"}""", null)]
    [InlineData("""{"kty":"EC","x":"a\"","y":"b","crv":"P-256"}""", null)]
    [InlineData("""{"x":"a"}""", null)]
    [InlineData("[]", null)]
    public static void Names_a_key_by_its_thumbprint(string key, string? thumbprint) =>
        Assert.Equal(thumbprint is null ? "denied" : $"a={thumbprint}", ItemReading.Read("text thumbprint a", key));

    [Theory]
    [InlineData("other as a", "'other' is no field that is read before this")]
    [InlineData("text|nothing as a", "'nothing' is no filter")]
    [InlineData(
        "text yaml a=a",
        "'yaml' is neither a separator of one character nor json, json!, form, form!, match, as, split, tail, thumbprint, " +
            "each, every or dictionary")]
    [InlineData("text as text", "the field {text} is there twice")]
    [InlineData("text match {text}/{a}", "the field {text} is there twice")]
    [InlineData("text match {a}{b}", "nothing separates {b} from the field before it")]
    [InlineData("text as a b", "'a b' is not a field's name")]
    public static void Refuses(string item, string message) => Assert.Contains(
        message, Assert.Throws<FormatException>(() => ItemReading.Read(item, "")).Message, StringComparison.Ordinal);
}
