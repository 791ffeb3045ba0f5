using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tests.Engine;

/// <summary>Settings that a test writes down, as <c>Name=value</c> below the section <c>TokenAuthz</c>.</summary>
internal static class WrittenSettings
{
    public static IConfiguration Of(params string[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create($"TokenAuthz:{pair[0]}", (string?)pair[1])))
            .Build();

    public static SettingsSection Section(ImmutableArray<ConfigurationError>.Builder errors, params string[] settings) =>
        new(Of(settings).GetSection("TokenAuthz"), errors);
}
