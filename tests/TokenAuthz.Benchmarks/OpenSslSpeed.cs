using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace TokenAuthz.Benchmarks;

/// <summary>How long OpenSSL takes for the signature of an RSA key of 2048 bits, as its own measurement says.</summary>
internal static class OpenSslSpeed
{
    /// <summary>A sentence for the report.</summary>
    public static string Sentence() => VerifiesPerSecond() is { } count
        ? string.Create(CultureInfo.InvariantCulture, $"`openssl speed rsa2048` verifies a signature in {1e9 / count:N1} ns.")
        : "`openssl speed rsa2048` did not run here.";

    // With -mr the line of the results is `+F2:NUMBER:BITS:SIGN:VERIFY`, in operations a second.
    private static double? VerifiesPerSecond()
    {
        try
        {
            using var speed = Process.Start(new ProcessStartInfo("openssl", "speed -mr -seconds 3 rsa2048")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            speed.ErrorDataReceived += (_, _) => { };
            speed.BeginErrorReadLine();
            var line =
                speed.StandardOutput.ReadToEnd().Split('\n').FirstOrDefault(line => line.StartsWith("+F2:", StringComparison.Ordinal));
            return line?.Split(':') is [_, _, _, _, var verify, ..] ? double.Parse(verify, CultureInfo.InvariantCulture) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
