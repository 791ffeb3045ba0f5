using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TokenAuthz.Tests.Commands;

/// <summary>What would keep the service from starting with TLS is an error of <c>check-config</c>, at the path of its setting.</summary>
public sealed class CheckConfigTlsTests : IDisposable
{
    private const string Listener = "TokenAuthz:Listeners:0:Tls";
    private const string Admin = "TokenAuthz:Admin:Tls";

    private readonly TemporaryFolder _folder = new();

    public CheckConfigTlsTests()
    {
        foreach (var name in (string[])["good", "other"])
        {
            using var certificate = TestAuthority.SelfSigned(name);
            TestAuthority.Write(certificate, _folder, name);
            if (name == "other") continue;
            using var key = certificate.GetECDsaPrivateKey();
            _folder.Write(
                "locked.key",
                key!.ExportEncryptedPkcs8PrivateKeyPem("x", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)));
            File.WriteAllBytes(_folder["binary.crt"], certificate.RawData);
        }

        _folder.Write("empty.pem", "");
        _folder.Write("broken.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Directory.CreateDirectory(_folder["directory"]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("no certificate", "Certificate", "none.crt", "good.key", null)]
    [InlineData("a directory for a certificate", "Certificate", "directory", "good.key", null)]
    [InlineData("a certificate that is not PEM", "Certificate", "binary.crt", "good.key", null)]
    [InlineData("a certificate that is ill-formed", "Certificate", "broken.crt", "good.key", null)]
    [InlineData("an empty certificate", "Certificate", "empty.pem", "good.key", null)]
    [InlineData("a key for a certificate", "Certificate", "good.key", "good.key", null)]
    [InlineData("no key", "Key", "good.crt", "none.key", null)]
    [InlineData("the key of another certificate", "Key", "good.crt", "other.key", null)]
    [InlineData("a certificate for a key", "Key", "good.crt", "good.crt", null)]
    [InlineData("an empty key", "Key", "good.crt", "empty.pem", null)]
    [InlineData("a key under a password", "Key", "good.crt", "locked.key", null)]
    [InlineData("no client authority", "ClientCa", "good.crt", "good.key", "none.crt")]
    [InlineData("a key for a client authority", "ClientCa", "good.crt", "good.key", "good.key")]
    public async Task Is_an_error(string description, string setting, string certificate, string key, string? clientCa)
    {
        foreach (var (port, path) in ((string, string)[])[("Listeners:0", Listener), ("Admin", Admin)])
        {
            var result =
                await TokenAuthzProcess.RunAsync(
                    ["check-config", "--TokenAuthz:Secret=a-key-of-ours-5d1c", .. Tls(port, certificate, key, clientCa)]);

            Expect.Equal((1, ""), (result.ExitCode, result.Output), $"{description}: {result}");
            Assert.StartsWith("token-authz: the configuration does not load (1 error):\n", result.Error, StringComparison.Ordinal);
            Assert.Contains($"\n  {path}:{setting} = \"{_folder.Path}", result.Error, StringComparison.Ordinal);
            Assert.Contains("the file is not usable: ", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Are_all_reported_at_once_with_what_else_is_wrong()
    {
        var result = await TokenAuthzProcess.RunAsync(
        [
            "check-config",
            .. Tls("Listeners:0", "none.crt", "none.key", "none.crt"),
            .. Tls("Admin", "good.crt", "other.key", null),
            "--TokenAuthz:DrainTime=soon",
        ]);

        Assert.Equal(
            [$"{Admin}:Key", "TokenAuthz:DrainTime", $"{Listener}:Certificate", $"{Listener}:ClientCa",
                $"{Listener}:Key", "TokenAuthz:Secret"],
            result.Error.Split('\n')[1..]
                .Select(line => line.Trim().Split([" = ", ": "], 2, StringSplitOptions.None)[0])
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_key_that_stands_in_place_of_its_file_is_not_shown()
    {
        var key = await File.ReadAllTextAsync(_folder["good.key"], TestContext.Current.CancellationToken);

        var result =
            await TokenAuthzProcess.RunAsync(["check-config", "--TokenAuthz:Secret=a-key-of-ours-5d1c",
                .. Tls("Admin", "good.crt", "", null), $"--TokenAuthz:Admin:Tls:Key={key}"]);

        Assert.Equal(
            new(1, "", $"token-authz: the configuration does not load (1 error):\n  {Admin}:Key: " +
                "this is the content of a file in PEM: write the name of the file"),
            result);
    }

    [Fact]
    public async Task Says_until_when_a_certificate_is_valid()
    {
        var result =
            await TokenAuthzProcess.RunAsync(
                ["check-config", "--TokenAuthz:Secret=a-key-of-ours-5d1c", .. Tls("Listeners:0", "good.crt", "good.key", "other.crt")]);

        using var certificate = X509CertificateLoader.LoadCertificateFromFile(_folder["good.crt"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(
            $"ext-authz https://127.0.0.1:0 (certificate valid until {certificate.NotAfter.ToUniversalTime():u})\n",
            result.Output,
            StringComparison.Ordinal);
    }

    private string[] Tls(string port, string certificate, string key, string? clientCa) =>
    [
        $"--TokenAuthz:{port}:Url=https://127.0.0.1:0", $"--TokenAuthz:{port}:Tls:Certificate={_folder[certificate]}",
        $"--TokenAuthz:{port}:Tls:Key={_folder[key]}",
        .. clientCa is null ? [] : (string[])[$"--TokenAuthz:{port}:Tls:ClientCa={_folder[clientCa]}"],
    ];
}
