using System.Collections.Immutable;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Loading;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Units;

/// <summary>An engine with the listeners <c>edge</c> and <c>inner</c>, an
/// operator's file, and a directory of units that a test writes.</summary>
internal sealed class UnitStand : IDisposable
{
    public const string OperatorSecret = "the-key-of-the-operator";

    private const string Settings = "settings.json";

    private readonly TemporaryFolder _folder = new();
    private HostConfiguration<TwoListeners>? _configuration;

    public UnitStand() => Directory.CreateDirectory(Units);

    /// <summary>The directory of units.</summary>
    public string Units => _folder["units"];

    /// <summary>A second directory of units.</summary>
    public string Keys => _folder["keys"];

    public HostConfiguration<TwoListeners> Configuration => _configuration ??= Load();

    /// <summary>Writes the operator's file.</summary>
    /// <param name="grants">The entries of <c>Grants</c> in JSON.</param>
    /// <param name="others">Further settings in JSON, with a comma in front.</param>
    public UnitStand Grant(string grants, string others = "")
    {
        _folder.Write(Settings, $$"""
            { "TokenAuthz": {
              "Keys": [ { "Id": "own", "Value": "{{OperatorSecret}}" } ],
              "Units": { "Directories": [ "{{Units}}", "{{Keys}}" ], "Grants": { {{grants}} } }{{others}} } }
            """);
        return this;
    }

    /// <summary>Writes the file of a unit.</summary>
    /// <param name="name">The unit's name.</param>
    /// <param name="secret">Its key, whose id is <c>k</c>.</param>
    /// <param name="policies">The entries of <c>Policies</c> in JSON; empty for the default policy.</param>
    /// <param name="others">Further settings in JSON, with a comma in front.</param>
    public UnitStand Unit(string name, string secret, string policies = "", string others = "") => UnitText(name, $$"""
        { "TokenAuthz": { "Keys": [ { "Id": "k", "Value": "{{secret}}" } ], "Policies": [ {{policies}} ]{{others}} } }
        """);

    /// <summary>Writes the text of a unit's file.</summary>
    public UnitStand UnitText(string name, string text)
    {
        _folder.Write(Path.Combine("units", $"{name}.json"), text);
        return this;
    }

    public void RemoveUnit(string name) => File.Delete(Path.Combine(Units, $"{name}.json"));

    public HostConfiguration<TwoListeners> Load()
    {
        var path = _folder[Settings];
        return HostConfiguration.Load(
            new(() => JsonSettings.ReadFile(path), [path], IsDevelopment: false), _ => new TwoListeners(), TimeProvider.System);
    }

    public CheckedUnit Check(string unit)
    {
        var path = _folder[Settings];
        return HostConfiguration.CheckUnit(
            new(() => JsonSettings.ReadFile(path), [path], IsDevelopment: false),
            _ => new TwoListeners(),
            unit,
            TimeProvider.System.GetUtcNow());
    }

    /// <summary>The state of a unit.</summary>
    public UnitState State(string unit) => Configuration.State.Units.Single(state => state.Unit == unit);

    /// <summary>Decides a request with the token of a key; without a token when there is none.</summary>
    public Decision Decide(string url, string? secret = null, string listener = "edge", string? policy = null) =>
        Configuration.Engine.Decide(listener, Request(url, secret), policy);

    /// <summary>The name of the policy that decides a request; the deny reason when none does.</summary>
    public string Policy(string url, string listener = "edge") =>
        Decide(url, listener: listener) is var decision && decision.Policy is { } policy
            ? policy.Name
            : decision.Reason!.Value.ToString();

    public bool IsAllowed(string url, string? secret = null, string listener = "edge") => Decide(url, secret, listener).IsAllowed;

    public static TestRequest Request(string url, string? secret)
    {
        var slash = url.IndexOf('/', StringComparison.Ordinal);
        var target = url[slash..];
        return new(target) { HostText = url[..slash], Headers = secret is null ? [] : [new("token", Token.Of(target, secret))] };
    }

    public void Dispose() => _folder.Dispose();

    internal sealed record TwoListeners : IHostSettings
    {
        public ImmutableArray<ListenerBinding> BindingsOf(SettingsSection root) =>
        [
            new("edge", [], KnowsClientAddress: true, HasBody: true, CanAnswer: true, root),
            new("inner", [], KnowsClientAddress: false, HasBody: false, CanAnswer: false, root),
        ];
    }
}
