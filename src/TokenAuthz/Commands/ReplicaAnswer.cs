using TokenAuthz.Admin;
using TokenAuthz.Observability;

namespace TokenAuthz.Commands;

/// <summary>What one replica said of its configuration.</summary>
/// <param name="Url">The admin port that was asked.</param>
/// <param name="Status">The configuration in force; null when it did not answer.</param>
/// <param name="Failure">Why it did not.</param>
internal sealed record ReplicaAnswer(Uri Url, ConfigurationStatus? Status, string? Failure)
{
    /// <summary>Why not all of some keys are in force; null when they are.</summary>
    /// <param name="keys">Ids or fingerprints.</param>
    public string? WhatLacks(IEnumerable<string> keys)
    {
        if (Status is null) return Failure;
        var lacking = keys.Where(name => !Status.Keys.Any(key => IsNamed(key, name))).ToList();
        if (lacking.Count == 0) return null;
        var errors = Status.Errors.IsEmpty ? "" : $"; its files do not load: {string.Join("; ", Status.Errors)}";
        return $"{Authority(Url)} has not {string.Join(", ", lacking)}{errors}";
    }

    /// <summary>The addresses of some replicas, in one line.</summary>
    public static string NamesOf(IEnumerable<ReplicaAnswer> answers) => string.Join(", ", answers.Select(answer => Authority(answer.Url)));

    private static bool IsNamed(KeyStatus key, string name) => key.Id == name || key.Fingerprint == name;

    private static string Authority(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
