using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Tests.Signing.Requests;

public static class RequestPathTests
{
    [Theory]
    [InlineData("/a?b=1", "/a", "b=1")]
    [InlineData("/a?b?c", "/a", "b?c")]
    [InlineData("/a?", "/a", "")]
    [InlineData("/a", "/a", "")]
    [InlineData("?b", "", "b")]
    [InlineData("", "", "")]
    public static void Ends_at_the_first_question_mark(string target, string path, string query)
    {
        var bytes = Encoding.ASCII.GetBytes(target);

        Assert.Equal(
            (path, query), (Encoding.ASCII.GetString(RequestPath.Of(bytes)), Encoding.ASCII.GetString(RequestPath.QueryOf(bytes))));
    }

    [Theory]
    [InlineData("/", false)]
    [InlineData("/a/b.c~d-e_f", false)]
    [InlineData("/a%20b/%c3%a9", false)]
    [InlineData("/...", false)]
    [InlineData("/.a", false)]
    [InlineData("", true)]
    [InlineData("a", true)]
    [InlineData("//a", true)]
    [InlineData("/a//", true)]
    [InlineData("/./a", true)]
    [InlineData("/a/..", true)]
    [InlineData("/a\\b", true)]
    [InlineData("/a;b", true)]
    [InlineData("/a#b", true)]
    [InlineData("/%61", true)]
    [InlineData("/a%20%2fb", true)]
    [InlineData("/a%2Fb", true)]
    [InlineData("/a%5cb", true)]
    [InlineData("/a%3fb", true)]
    [InlineData("/a%23b", true)]
    [InlineData("/a%3bb", true)]
    [InlineData("/a%25b", true)]
    [InlineData("/a%1fb", true)]
    [InlineData("/a%7fb", true)]
    [InlineData("/a%", true)]
    [InlineData("/a%2", true)]
    [InlineData("/a%zz", true)]
    public static void Is_ambiguous_when_a_server_could_take_it_for_another(string path, bool isAmbiguous) =>
        Assert.Equal(isAmbiguous, RequestPath.IsAmbiguous(Encoding.ASCII.GetBytes(path)));
}
