namespace TokenAuthz.Settings;

/// <summary>The files that a TLS listener goes by; they are read anew when they change.</summary>
/// <param name="Certificate">The certificate in PEM, the server's own first, then those in between.</param>
/// <param name="Key">Its private key in PEM.</param>
/// <param name="ClientCa">The authorities whose clients alone are let in, in PEM; null to let in all.</param>
internal sealed record TlsSettings(string Certificate, string Key, string? ClientCa);
