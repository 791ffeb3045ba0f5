using System.Security.Cryptography;
using System.Text;
using CsCheck;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing;

[Promise(1)]
public static class TokenHeaderProperties
{
    private const int Cases = 10_000;

    private static readonly Scheme TokenHeader = Scheme.Compile(PresetCatalog.Default);
    private static readonly Gen<string> Bytes = Gen.Byte[1, 127].Array[0, 200].Select(Encoding.Latin1.GetString);
    private static readonly Gen<Key> Keys = Gen.Byte.Array[1, 80].Select(secret => new Key("k", secret));

    [Fact]
    public static void Never_throws_and_never_allows_a_token_that_was_made_up() =>
        Gen.Select(Bytes, Bytes.Array[0, 3], Keys).Sample((target, tokens, key) => !Verify(target, key, tokens).IsAllowed, iter: Cases);

    [Fact]
    public static void Allows_what_it_signed_and_that_is_what_the_platform_gives() =>
        Gen.Select(Bytes, Keys).Sample(
            (target, key) =>
            {
                var token = Sign(target, key);
                return Verify(target, key, token).IsAllowed && token == Recompute(target, key);
            },
            iter: Cases);

    [Fact]
    public static void Denies_when_one_byte_of_the_token_is_another() =>
        Gen.Select(Bytes, Keys, Gen.Int[0, 31], Gen.Byte[1, 255]).Sample(
            (target, key, position, difference) =>
            {
                var token = Sign(target, key).ToCharArray();
                token[position] ^= (char)difference;
                return Verify(target, key, new string(token)).Reason is DenyReason.InvalidToken;
            },
            iter: Cases);

    [Promise(4)]
    [Fact]
    public static void Denies_when_one_byte_of_the_target_is_another() =>
        Gen.Select(Gen.Byte[1, 127].Array[1, 200], Keys, Gen.Int[0, 199], Gen.Byte[1, 255]).Sample(
            (target, key, position, difference) =>
            {
                var token = Sign(Encoding.Latin1.GetString(target), key);
                target[position % target.Length] ^= difference;
                return Verify(Encoding.Latin1.GetString(target), key, token).Reason is DenyReason.InvalidToken;
            },
            iter: Cases);

    private static string Sign(string target, Key key) => TokenHeader.Sign(new() { Target = target }, key, default).Headers.Single().Value;

    private static Verdict Verify(string target, Key key, params string[] tokens)
    {
        var request = new RequestBytes(target, tokens);
        return TokenHeader.Verify(ref request, new KeyRing([key]), DateTimeOffset.UnixEpoch);
    }

#pragma warning disable CA5351 // The platform's is the measure.
    private static string Recompute(string target, Key key) =>
        Convert.ToHexStringLower(MD5.HashData([.. Encoding.Latin1.GetBytes(target), .. key.Secret]));
#pragma warning restore CA5351
}
