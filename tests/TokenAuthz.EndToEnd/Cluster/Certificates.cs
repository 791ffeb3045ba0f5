namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>Certificates of a test's own, as files and as Secrets.</summary>
internal static class Certificates
{
    /// <summary>What a certificate of a client says.</summary>
    public const string OfClient = "extendedKeyUsage=clientAuth";

    /// <summary>Makes one that signs itself, or that another signs, with its key beside it.</summary>
    /// <param name="folder">Where <c>NAME.crt</c> and <c>NAME.key</c> go.</param>
    /// <param name="name">Its name.</param>
    /// <param name="by">Whose signature it has; none for its own.</param>
    /// <param name="extension">What it says beside its name, when another signs it.</param>
    public static async Task MakeAsync(string folder, string name, string? by = null, string extension = "") => await Command.RunAsync(
        "openssl",
        [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", $"/CN={name}",
            "-keyout", $"{folder}/{name}.key", "-out", $"{folder}/{name}.crt",
            .. by is null
                ? Array.Empty<string>()
                : ["-CA", $"{folder}/{by}.crt", "-CAkey", $"{folder}/{by}.key", "-addext",
                    "basicConstraints=CA:FALSE", "-addext", extension],
        ]);

    /// <summary>Makes a Secret of one.</summary>
    public static async Task KeepAsync(string secret, string folder, string name) =>
        await Kubectl.RunAsync(
            "create", "secret", "tls", secret, "-n", ClusterFixture.Namespace, $"--cert={folder}/{name}.crt", $"--key={folder}/{name}.key");
}
