using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing;

/// <summary>
/// Tokens that all files of a folder share, by <c>{directory}</c> or <c>{segments:2}</c>, or all spellings of one file, by <c>{stem}</c>.
/// </summary>
public static class FolderTokenTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly Key Key = new("k1", "an-example-of-a-key-of-32-bytes."u8);

    private static readonly Scheme Directory = Compile("{expires}{directory}");
    private static readonly Scheme Segments = Compile("{expires}{segments:2}");
    private static readonly Scheme Stem = Compile("{expires}{stem}");

    [Theory]
    [InlineData("/video/1.ts", true)]
    [InlineData("/video/2.m3u8", true)]
    [InlineData("/video/a%20b.ts", true)]
    [InlineData("/video/", true)]
    [InlineData("/video/sub/1.ts", false)]
    [InlineData("/video", false)]
    [InlineData("/video/..", false)]
    [InlineData("/video/.", false)]
    [InlineData("/video/..%2fadmin", false)]
    [InlineData("/video/..%2Fadmin%2Fsecret", false)]
    [InlineData("/video/%2e%2e/admin", false)]
    [InlineData("/video/%2e%2e", false)]
    [InlineData("/video/..%5cadmin", false)]
    [InlineData("/video/..\\admin", false)]
    [InlineData("/video/..;x", false)]
    [InlineData("/video/%252e%252e%252fadmin", false)]
    [InlineData("/video/%zz", false)]
    [InlineData("/video/1.ts%00", false)]
    public static void Opens_the_files_of_a_folder_and_no_path_that_could_lead_out_of_it(string path, bool isAllowed) =>
        Assert.Equal(isAllowed, Check(Directory, path, "/video/1.ts").IsAllowed);

    [Theory]
    [InlineData("/video/a%20b/1.ts", true)]
    [InlineData("/video/a%20b/c/2.ts", true)]
    [InlineData("/video/a%20b/", true)]
    [InlineData("/video/a%20b", true)]
    [InlineData("/video/a%20b.ts", false)]
    [InlineData("/video/a%20bc/1.ts", false)]
    [InlineData("/video/", false)]
    [InlineData("/video", false)]
    [InlineData("/a%20b/video/1.ts", false)]
    [InlineData("/video/a%20b/../c/1.ts", false)]
    [InlineData("/video/a%20b/%2e%2e/c", false)]
    [InlineData("/video/a%20b/..%2f..%2fc", false)]
    [InlineData("/video/a%20b//1.ts", false)]
    [InlineData("/video//a%20b/1.ts", false)]
    [InlineData("//video/a%20b/1.ts", false)]
    public static void Opens_everything_below_the_first_segments(string path, bool isAllowed) =>
        Assert.Equal(isAllowed, Check(Segments, path, "/video/a%20b/1.ts").IsAllowed);

    [Theory]
    [InlineData("/", "/", true)]
    [InlineData("/a", "/a", true)]
    [InlineData("/a", "/a/", false)]
    [InlineData("/a", "/a/b", false)]
    public static void Opens_a_path_of_fewer_segments_alone(string signedPath, string path, bool isAllowed)
    {
        var target = Segments.Sign(new() { Target = signedPath }, Key, Now).Target;
        var request = new TestRequest(path + target[signedPath.Length..]);

        Assert.Equal(isAllowed, Segments.Verify(ref request, new([Key]), Now).IsAllowed);
    }

    [Theory]
    [InlineData("{expires}{segments:0}")]
    [InlineData("{expires}{segments:}")]
    [InlineData("{expires}{segments:x}")]
    [InlineData("{expires}{segments:100}")]
    [InlineData("{expires}{segments}")]
    public static void Refuses_a_number_of_segments_that_is_none(string message) =>
        Assert.Throws<SchemeException>(() => Compile(message));

    [Theory]
    [InlineData("/video/1.ts", true)]
    [InlineData("/video/1.m3u8", true)]
    [InlineData("/video/1", true)]
    [InlineData("/video/1.mp4", false)]
    [InlineData("/video/2.ts", false)]
    [InlineData("/video/1;x.ts", false)]
    [InlineData("/video//1.ts", false)]
    [InlineData("/video/%31.ts", false)]
    public static void Opens_a_file_with_any_of_its_endings(string path, bool isAllowed) =>
        Assert.Equal(isAllowed, Check(Stem, path, "/video/1.ts").IsAllowed);

    [Theory]
    [InlineData("/video/..%2f.ts")]
    [InlineData("/video/../.m3u8")]
    [InlineData("/video/..;.ts")]
    public static void Signs_no_path_that_could_be_another(string path)
    {
        foreach (var scheme in (Scheme[])[Directory, Segments, Stem])
            Assert.Throws<SchemeException>(() => scheme.Sign(new() { Target = path }, Key, Now));
    }

    private static Scheme Compile(string message) => Scheme.Compile(new()
    {
        Name = "ours",
        Token = ["query:e={expires}", "query:s={sig}"],
        Message = message,
        Stem = message.Contains("{stem}", StringComparison.Ordinal) ? ["m3u8", "ts"] : [],
    });

    private static Verdict Check(Scheme scheme, string path, string signedPath)
    {
        var request = new TestRequest(
            scheme.Sign(new() { Target = signedPath }, Key, Now).Target.Replace(signedPath, path, StringComparison.Ordinal));
        return scheme.Verify(ref request, new([Key]), Now);
    }
}
