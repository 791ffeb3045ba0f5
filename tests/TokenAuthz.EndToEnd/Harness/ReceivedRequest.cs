namespace TokenAuthz.EndToEnd.Harness;

/// <summary>A request as the upstream saw it.</summary>
internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);
