using System.Net;

namespace TokenAuthz.Tests.Commands;

[Promise(6)]
public static class ServeCommandTests
{
    private const string ArticleToken = "c64319d06364528120a9f96af62ea83d";

    [Theory]
    [InlineData("ASPNETCORE_ENVIRONMENT")]
    [InlineData("DOTNET_ENVIRONMENT")]
    public static async Task Starts_with_the_articles_secret_in_Development(string variable)
    {
        await using var service = await TokenAuthzProcess.ServeAsync([], new Dictionary<string, string> { [variable] = "Development" });

        Assert.Equal(HttpStatusCode.OK, await CheckAsync(service.CheckPort, ArticleToken));
        Assert.Equal(HttpStatusCode.Forbidden, await CheckAsync(service.CheckPort, ArticleToken[1..] + "0"));
    }

    [Fact]
    public static async Task Takes_the_articles_secret_elsewhere_when_told_that_it_is_meant()
    {
        await using var service = await TokenAuthzProcess.ServeAsync(["--TokenAuthz:Secret=secret", "--TokenAuthz:AllowWeakKeys=true"]);

        Assert.Equal(HttpStatusCode.OK, await CheckAsync(service.CheckPort, ArticleToken));
    }

    [Fact]
    public static async Task A_key_of_ours_replaces_the_articles_in_Development()
    {
        await using var service = await TokenAuthzProcess.ServeAsync(["--environment", "Development", "--TokenAuthz:Secret=ours"]);

        Assert.Equal(HttpStatusCode.Forbidden, await CheckAsync(service.CheckPort, ArticleToken));
    }

    private static async Task<HttpStatusCode> CheckAsync(int port, string token)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("token", token);
        using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/"), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
