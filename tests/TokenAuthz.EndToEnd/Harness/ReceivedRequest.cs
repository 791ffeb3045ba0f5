namespace TokenAuthz.EndToEnd.Harness;

/// <summary>A request as the upstream saw it; a character of the body is a byte (Latin-1).</summary>
internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body, long Length);
