using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Formats;

/// <summary>Signs the example of a preset by the example's configuration, and asks the engine about it and its variations.</summary>
internal sealed class FormatExampleResult
{
    /// <summary>The clock of every example.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly PresetExample _example;
    private readonly ExampleEngine _engine;

    private FormatExampleResult(PresetFile file, string? form)
    {
        _example = file.Example;
        Form = form;
        var key = new ExampleKey(file, form);
        Json = ExampleConfiguration.Write(file.Preset, _example, key, key.Text);
        _engine = new(Json, Now);
        var scheme = Assert.Single(_engine.Snapshot.Policies).Accepts!.All[0].Scheme;
        (Request, Trace) = Kept(RequestOf(scheme.Sign(_example.ToSign(scheme, form), key.Key, Now)), file.Preset.Name);
        Assert.True(Decide(Request).IsAllowed, $"{form}: {Decide(Request).Reason?.Code()}");
    }

    /// <summary>The form of the token; null where the format has one.</summary>
    public string? Form { get; }

    /// <summary>The whole configuration.</summary>
    public string Json { get; }

    /// <summary>The request with its token.</summary>
    public string Request { get; }

    /// <summary>The message, with the key masked, and the last second at which the token is valid.</summary>
    public ExampleTrace Trace { get; }

    /// <summary>The parts of the request: true for those that may change, false for those whose change is denied.</summary>
    public ILookup<bool, string> Parts => new (string Name, string Request)[]
    {
        ("path", WithOtherPath()),
        ("query", Replace(" HTTP/1.1\n", $"{(Target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}utm_source=mail HTTP/1.1\n")),
        ("method", Replace(_example.Method + " ", "PUT ")),
        ("host", Replace($"Host: {PresetExample.Host}", "Host: other.example.com")),
        ("body", Request + "x"),
        ("client's address", _example.ClientAddress is { } address ? Replace($": {address}\n", ": 198.51.100.7\n") : Request),
    }.ToLookup(part => Decide(part.Request).IsAllowed, part => part.Name);

    private string Target => ExampleRequest.Parse(Request).TargetText;

    /// <summary>The example of each form of a preset's token.</summary>
    public static ImmutableArray<FormatExampleResult> Of(PresetFile file) =>
        [.. FormsOf(file).Select(form => new FormatExampleResult(file, form))];

    /// <summary>The names of the forms that the page shows; one that is null where the format has no forms.</summary>
    public static IEnumerable<string?> FormsOf(PresetFile file) => file.Preset.Forms.Select(form => (string?)form.Name)
        .Where(form => file.Example.Form is null || file.Example.Form == form)
        .DefaultIfEmpty();

    private Decision Decide(string request) => _engine.Decide(ExampleRequest.Parse(request));

    private static string PathOf(string target) => target.Split('?')[0];

    // A token can stand in the middle of the path.
    private string WithOtherPath()
    {
        var path = PathOf(_example.Target);
        if (!Request.Contains(path, StringComparison.Ordinal)) path = path[path.LastIndexOf('/')..];
        return Replace(path, "/x" + path);
    }

    private string Replace(string text, string other)
    {
        Assert.Contains(text, Request, StringComparison.Ordinal);
        var at = Request.IndexOf(text, StringComparison.Ordinal);
        return Request[..at] + other + Request[(at + text.Length)..];
    }

    private string RequestOf(SignedRequest signed)
    {
        var address = _example.ClientAddress is null ? "" : $"{ExampleRequest.AddressHeader}: {_example.ClientAddress}\n";
        var lines = string.Concat(_example.Headers.Concat(signed.Headers).Select(header => $"{header.Key}: {header.Value}\n"));
        return $"{_example.Method} {signed.Target} HTTP/1.1\nHost: {PresetExample.Host}\n{address}{lines}\n{BodyOf(signed)}";
    }

    // ECDSA makes another signature each time. The page keeps the one that it has, if nothing else has changed.
    private (string Request, ExampleTrace Trace) Kept(string request, string preset)
    {
        var trace = Explain(request);
        var shown = FormatSections.ExamplesOf(preset)
            .Select(example => (example.Request, Trace: Explain(example.Request)))
            .FirstOrDefault(block => block.Trace.IsMatch && block.Trace.Without(block.Request) == trace.Without(request));
        return shown.Request is null ? (request, trace) : shown;
    }

    private ExampleTrace Explain(string text)
    {
        var (request, trace) = (ExampleRequest.Parse(text), new ExampleTrace());
        var policy = _engine.PolicyOf(request);
        _ = policy.Accepts!.Verify(ref request, Now, trace);
        return trace;
    }

    private string BodyOf(SignedRequest signed) => signed.Body is { } body ? Encoding.UTF8.GetString(body.Span) : _example.Body;
}
