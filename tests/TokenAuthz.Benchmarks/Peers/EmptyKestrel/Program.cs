// empty-kestrel URL: Kestrel with one terminal middleware, as the service has it, and nothing in that.
var builder = WebApplication.CreateEmptyBuilder(new());
builder.WebHost.UseKestrelCore().UseUrls(args).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
await using var app = builder.Build();
app.Run(context =>
{
    context.Response.ContentLength = 0;
    return Task.CompletedTask;
});
await app.RunAsync();
