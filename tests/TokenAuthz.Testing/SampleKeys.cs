using System.Security.Cryptography;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Signatures;

namespace TokenAuthz.Testing;

/// <summary>Keys with which tests sign, one of each kind that schemes take; in public, and so for tests only.</summary>
public static class SampleKeys
{
    /// <summary>The id of each.</summary>
    public const string Id = "k1";

    private static readonly byte[] Secret = "an-example-of-a-key-of-32-bytes."u8.ToArray();
    private static readonly byte[] OtherSecret = "another-example-of-32-bytes-long"u8.ToArray();

    // Filled while the keys are made, and so in front of them.
    private static readonly Dictionary<KeyKind, string> PrivatePems = [];

    private static readonly Dictionary<KeyKind, (Key Key, Key Other)> ByKind = new()
    {
        [KeyKind.SharedSecret] = (new(Id, Secret), new(Id, OtherSecret)),
        [KeyKind.Rsa] = Pairs(
            "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCgOR9wF2ngaT6N9Z/9nsAvO2XZGpbfcatFIezBBMOMcipm9SawzUkUrjUhFT" +
            "vlrzwJhWUqyTZRgrpgZmaEyUI6GabhOFy8fJoeMn7j+0CxYcGDw3ThemPwjZcLYWsAGd19cy23/gZkhyapJyWD5Y2Mcqz/f74okhTXkKkxM9Nz" +
            "Yarh/WAnngZfPTS1nPBX5NwCoblfzFIc++Nd6O6Jyrvafnrx8gKapo712ZyoLX7w4elRlwhlp06o1Pgapfk2EaD+lMrL+zFhU6mJ8yd3mvbIVy" +
            "7r7YWDchZZsk5pn+q4auHUglTTHsW6mVZnDBIDk3JUwvrkZeuZuaYj3AuB+yYnAgMBAAECggEAAvcrsspsJkAsbTo3nN0cV4N07iDE3BvhfKUV" +
            "Gbl52Raf3En7TlhuWtiimRsogabNqKt0ZOdWfwm5Y2Fh0mFbPXIOGasOZFq2C4sJuDSFTQMvLr4mYqn+QYyNWCOUdGsGI3VHSlmESsYJnCXiVt" +
            "+f0BKrSwtVPLD/e8Hsr8Fyz3bexxRaOaXBjkmHjVq4DIIObkTqjr9OJtw5XtGY+4DSeyLwr9jnqLvXJuV0VP6tBqlaKHa9D4LxaFWJQjrjWUHb" +
            "yuYDZgfJua0tm0yFhPDafAqtTnRiL094cVJ2Z+VDLIZMHoQFKvAroNyFIpUdjHtaDjxUjaixc++k7BtfUEIXYQKBgQDfr0h1eBMhquGqM99DfQ" +
            "JqIOEl2/iiygaqAwAe/yUtqsJGz4G8qM5iRPVdWIVLGJ7NT5K/87O0kPmEBDgtmxoq8lcMaX0Q8fpCh384oNGkiP5otOeHnAjfwDazLcbfYgZ8" +
            "hF0x3vDcJCXE6fxRzD38lnoABnvYyKLUQEPwHmM99wKBgQC3Xsm+/76OlpT6zu1JZ2ttYZLQyiJtOz3GiVi1I7Juv8qXlR+L4KTqDkHna7mBBE" +
            "qIvGSe6++b7yMVloDg4/H2oG/pAcs13R0xuZ1WJ4nq20bDBX4nVXBw5Gyt8P8EoQDbU+ocNYhVAP+0SiV2AznpD+D6cnB8oSk1+lM3iUkNUQKB" +
            "gH8DC7TP+qUKX9sCW0r6B831X4Lc1eCxsHkG/SGcpSK6LFiC6VsTyyTXnS9k3UMX9swD3AMswSTNkTDaKIAU6xXpx23f1Ekz7XOrdpzUDFZOB4" +
            "+y8Sj6e7t5bFXvr1YWVjKMAlMYEVIfIGcgqcpUm/n6A8pR5C7jNjopR6pnxthfAoGBAKtSfW3dZf20xQa8NMjjPmSYyGIYqSejNOl8w4uiCYEd" +
            "4jvT0QCQZ6Rio8KDTHM1PioY0m4FA/6N5Bq0Xj8/2X7SkRyDV4hAyZj+0fh/woTSUH+/bwly8zYWxU+SncGGZ9WDxnSKs5Cv+ThKGkvzYbTV6B" +
            "42s9BNhsJu2jdGJiGxAoGBAMy6PZWGq85sOrRSxFOgQkX73aawvW18qmZ6F9TQKGHlwXYGXCXxDyfIKkPay99dtVwDkK8oAbJSZXuEnJQ2Sbnh" +
            "D9FBl2fu+NEYbMi5q0JIsZIHKWaDh1osP8kyBKlU2pvHyi79nnG5S7c/VD5YSNPaBNk2tEDjvvHN3RBOnN57",
            "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDGDZ2C1LbFLlQwuT+WwhWvzYZyb/aNmmMi6Ak4pgVQs60qDnfTOtMqsBMwfH" +
            "1goUOkUt7ByYAMSAdnnOq0JwLl5Y+4Wo6ePzam5QUtvvNfypZ2kx7+Qgi2Ys4qxcv+xZkCybWw0ubOqLovJq7OnIZEmIG4ASy7NhYWihZCITQH" +
            "S6lZM/v1xsr4374WX9maZNlcJWz79LsQjxybH5jdYcUg8mJaWRnBGQG8pbSflKzd6vcWYRTzl7W2Zw4bXtV92bKflqnKJeeLRAxkiz3zTZ62wV" +
            "bFue9iObB4VYPG47q5YuoGZkOOq2QP+XlmswgOAe/w6igh/kIyZ7kEGuC363vzAgMBAAECggEAD92TWqGzqoQVlnmgkHEnz5eFR7GUbK+LdYZl" +
            "Bra2AksCejYCf1ddBzRntSCj4pPImWdSFPARY+p5PWGio5/kaYpEQx5uAltKA4ChM5LyaCAQgZszhma/z+yGW4LQ3q3xnfmOpoWem7uEfrZ4ln" +
            "CPiPs2mQjvDmg8yL1zHwUN5++RlX90tX0HFKA93CAwW+LbrjshebpQWKDzf/AdKWY0i/aP9LUxAP9wpov30mxvkEhWVARTzVs3NEHeB2HSuFT8" +
            "xknsOXDeRRe6aHR4gJzhUXHgA8sRhEjvldDJxwGFAOkcchTiKZng5E4JyqFXrVDpBCRauCDTmMJp7i8kOK6ngQKBgQDuGhcNMxzFSiYl2beUk5" +
            "c6aZR/kVfXPm7TptJKkcyJWUCelUESkt6fqqA1AJlLVLaKZqNJkwAwKktMkrYrgTVcbexuBRYi3CrRaCMyYGcy7t3nUKMD0cqjgT0DwZKx4VQM" +
            "2Mfy9YwQPVDelbBPduDk+wqU+5ZTpIvP/Xiuk2Ju4QKBgQDU8NkkvhfnXpfs3qRYVScrOy6KSle974PZu9rCX1BJbNh8Ug6uCNrTr6/zwLZuqq" +
            "kIgyQbEdctaVZzjSbzzgox81AxqIgHfVyL0wNzlDKwIRCEiegkc71eXGecmvPNI3A5YKf1Mde4jli6Ya5AHcfjzVWJX8WqZ7oJLfseKK+pUwKB" +
            "gQDpl98VrBeF1wEmETryIPo07HAr10P+f9nq+7dEQVYRSecDrhpxRnXy30rdtQCvzyRnE9sOy5Fbr6LANQ9UDydyzsUuCv90o9u+JhShz8JvTb" +
            "mWvp2vmZrcXmal0LtCmHYFRIil7BDFveIg/WpEC7UH8OKo10rcNIqWO26ylxXzAQKBgB7mTDw+sW1LlrQyopqG0MY/MkOzAgR3yyQ/VEE8X4Qo" +
            "HUn9BlBOzKJHLjsqzc5FSX4IuaaL8jOOw5LE+tAKKASTkCGEmSitEk7f8fJFoQ1Z3vG8qUkQ2nvk4Mwi2Bn+eHx7ACRedTU8wrdZEVYQfD8cPr" +
            "tOgHp3ztEiMPxxXvwtAoGBAMBm/mQat6id9081tmwZBpE+SnJqePacTBaL1So4w5J+dKcSoyC9hxtprZxP5m1DaM3GVqAwyT03MCCS2o9gd/0l" +
            "OYsf1BtyHtm3hSv73gBzvVX647m3gDLzNqNHmZx6Ns9O15HgqGPoKTvs6QRjdtpq/qpMFexN/pW+hfKuUM5I"),
        [KeyKind.EcP256] = Pairs(
            "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgup6lAvjOxxNbJ1uEPqeePCfZsoWWD1sMgbGffYHGUK2hRANCAARtT655t2uGsa" +
            "w3cqHNjNBEJAwY6FFRMGA/ROOQU0WMdxveCluwi5j1FbJVIyxREBShNPE1uPmU+xpfLptkRxSu",
            "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgcKPOvPCNTsyQNoUcUTi6+nUj7x1J5TilVgZhwOgDkPihRANCAASFB1qHwJSv7v" +
            "WyTTj6490L894akFbtkL19SMas8ZyIDnMu733OnDxs0O6rW5IPfl+2RvU6jY5UVyqWsrCBUtyn"),
        [KeyKind.Ed25519] = Pairs(
            "MC4CAQAwBQYDK2VwBCIEIG8mQPY3t3XgAeyKGpfPP1+zoXPsIIh7+LNMNi0ErUPO",
            "MC4CAQAwBQYDK2VwBCIEIIcMlw46DxQrpYiVjEwmA46WJ0ATzvEzWYcIxHFPuZIL"),
    };

    // The thumbprint of the Ed25519 key, by which a DPoP proof names it.
    private static readonly Key ByThumbprint = new("9W-q3iidvVZ2g_damlUNSZpfDvJSqC0kBOEHUe-MFIQ", ByKind[KeyKind.Ed25519].Key.Material);

    /// <summary>All of them, as they may stand in one policy while a format is replaced by another.</summary>
    public static KeyRing Ring { get; } = new([.. ByKind.Values.Select(keys => keys.Key), ByThumbprint]);

    /// <summary>Others of the same kinds and the same id.</summary>
    public static KeyRing Others { get; } = new([.. ByKind.Values.Select(keys => keys.Other)]);

    /// <summary>The key that signs with a scheme; Ed25519 where the key decides.</summary>
    public static Key Of(SchemeDefinition scheme) =>
        scheme.Items.Any(item => item.Contains(" thumbprint ", StringComparison.Ordinal)) ? ByThumbprint : ByKind[KindOf(scheme)].Key;

    /// <summary>The keys that a scheme takes.</summary>
    public static IEnumerable<Key> Accepted(SchemeDefinition scheme)
    {
        var method = SignatureMethod.Of(scheme.Algorithm, scheme.Truncate, scheme.SignatureForm);
        return ByKind.Values.Select(keys => keys.Key).Where(key => method.WhyRefused(key) is null);
    }

    /// <summary>The kind of the key.</summary>
    public static KeyKind KindOf(SchemeDefinition scheme)
    {
        var kinds = SignatureMethod.Of(scheme.Algorithm, scheme.Truncate, scheme.SignatureForm).Kinds;
        return kinds.Length > 1 && kinds.Contains(KeyKind.Ed25519) ? KeyKind.Ed25519 : kinds.First(ByKind.ContainsKey);
    }

    /// <summary>The key of a kind.</summary>
    public static Key Of(KeyKind kind) => ByKind[kind].Key;

    /// <summary>The key pair of a kind as its signer has it.</summary>
    public static string PrivatePemOf(KeyKind kind) => PrivatePems[kind];

    private static (Key Key, Key Other) Pairs(string key, string other)
    {
        var pair = Pair(key);
        PrivatePems[pair.Material.Kind] = PemEncoding.WriteString("PRIVATE KEY", Convert.FromBase64String(key));
        return (pair, Pair(other));
    }

    private static Key Pair(string der) => new(Id, AsymmetricKey.FromPrivateKey(Convert.FromBase64String(der)));
}
