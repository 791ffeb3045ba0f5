using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>Every preset allows the requests that it signs, and denies those that differ in a byte of a signed part.</summary>
public static class PresetPropertyTests
{
    private const int Seeds = 12;
    private const string Separators = "&?/=%#;,:~-_. \"";

    private static readonly KeyRing Ring = PresetSample.Ring;

    public static TheoryData<string> Samples => PresetSample.Names;

    [Theory]
    [MemberData(nameof(Samples))]
    public static void Allows_what_it_signed(string name) => ForEachRequest(name, (sample, request, context) =>
    {
        var verdict = sample.Scheme.Verify(ref request, Ring, PresetSample.Now);

        Assert.True(ReferenceEquals(verdict.Key, sample.Key), $"{verdict.Reason}, {context}");
    });

    [Promise(1)]
    [Theory]
    [MemberData(nameof(Samples))]
    public static void Denies_with_another_key_of_the_same_length(string name) => ForEachRequest(name, (sample, request, context) =>
    {
        for (var i = 0; i < sample.Key.Secret.Length; i++)
        {
            var secret = sample.Key.Secret.ToArray();
            secret[i] ^= 1;

            var verdict = sample.Scheme.Verify(ref request, new KeyRing([new Key(sample.Key.Id, secret)]), PresetSample.Now);

            Assert.True(verdict is { IsAllowed: false, Reason: DenyReason.InvalidToken }, $"byte {i} of the key, {context}");
        }

        var other = sample.Scheme.Verify(ref request, SampleKeys.Others, PresetSample.Now);
        Assert.True(other is { IsAllowed: false, Reason: DenyReason.InvalidToken }, context);
    });

    [Promise(1)]
    [Promise(4)]
    [Theory]
    [MemberData(nameof(Samples))]
    public static void Denies_when_one_byte_is_another(string name) => ForEachRequest(name, (sample, request, context) =>
    {
        var trace = new FieldTrace();
        _ = sample.Scheme.Verify(ref request, Ring, PresetSample.Now, trace);
        var random = new Random(context.Length);
        foreach (var (part, bytes) in request.Parts)
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                foreach (var value in Others(bytes[i], random))
                {
                    var change = new ByteChange(sample, part, bytes, i, value, trace.Signature);
                    var changed = request.With(part, change.After);
                    if (!SpellingExceptions.Cover(change))
                        Assert.False(sample.Scheme.Verify(ref changed, Ring, PresetSample.Now).IsAllowed, $"{change}, {context}");
                }
            }
        }
    });

    // A swap moves the boundary between two parts by a byte.
    [Promise(4)]
    [Theory]
    [MemberData(nameof(Samples))]
    public static void Denies_when_two_neighbours_are_swapped(string name) => ForEachChange(
        name,
        (bytes, i) =>
            i + 1 < bytes.Length && bytes[i] != bytes[i + 1] ? [.. bytes[..i], bytes[i + 1], bytes[i], .. bytes[(i + 2)..]] : null,
        (change, bytes) => SpellingExceptions.Cover(change with { Value = bytes[change.Position + 1] })
            && SpellingExceptions.Cover(change with { Position = change.Position + 1, Value = bytes[change.Position] }));

    [Promise(4)]
    [Theory]
    [MemberData(nameof(Samples))]
    public static void Denies_when_a_byte_is_there_twice(string name) => ForEachChange(
        name, (bytes, i) => [.. bytes[..i], bytes[i], .. bytes[i..]], (change, _) => SpellingExceptions.Cover(change, ByteEdit.Repeat));

    [Promise(4)]
    [Theory]
    [MemberData(nameof(Samples))]
    public static void Denies_when_a_byte_is_left_out(string name) => ForEachChange(
        name, (bytes, i) => [.. bytes[..i], .. bytes[(i + 1)..]], (change, _) => SpellingExceptions.Cover(change, ByteEdit.Remove));

    [Promise(4)]
    [Theory]
    [MemberData(nameof(Samples))]
    public static void Denies_when_a_byte_of_the_target_is_encoded(string name) => ForEachChange(
        name,
        (bytes, i) => bytes[i] is (byte)'%' ? null : [.. bytes[..i], .. Encoding.ASCII.GetBytes($"%{bytes[i]:X2}"), .. bytes[(i + 1)..]],
        (change, _) => SpellingExceptions.Cover(change, ByteEdit.Encode),
        "target");

    // The last letter of base64 has unused bits, which a lenient decoder would ignore.
    [Promise(1)]
    [Theory]
    [MemberData(nameof(Samples))]
    public static void Denies_whatever_else_a_byte_of_the_signature_is(string name)
    {
        var sample = PresetSample.Find(name);
        var request = sample.Sign(RandomRequest.Make(new Random(1)));
        var trace = new FieldTrace();
        _ = sample.Scheme.Verify(ref request, Ring, PresetSample.Now, trace);
        var tried = 0;
        foreach (var (part, bytes) in request.Parts)
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                for (var difference = 1; difference < 256; difference++)
                {
                    var change = new ByteChange(sample, part, bytes, i, (byte)(bytes[i] ^ difference), trace.Signature);
                    if (!change.IsInSignature) break;
                    var changed = request.With(part, change.After);
                    if (!SpellingExceptions.Cover(change))
                        Assert.False(sample.Scheme.Verify(ref changed, Ring, PresetSample.Now).IsAllowed, $"{change}, {request}");
                    tried++;
                }
            }
        }

        // A form encodes it, so that it does not stand in the request as it is.
        var isEncoded = sample.Form.Items.Any(item => item.StartsWith("body form ", StringComparison.Ordinal));
        Assert.InRange(tried, isEncoded ? 0 : 255 * 20, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public static void Denies_another_address_where_it_is_bound(string name) => ForEachRequest(name, (sample, request, context) =>
    {
        foreach (var other in (string[])["192.0.2.0", "192.0.3.1", "2001:db8::1", ""])
        {
            var changed = request with { ClientAddress = PresetSample.AddressOf(other) };

            var isAllowed = sample.Scheme.Verify(ref changed, Ring, PresetSample.Now).IsAllowed;
            Assert.True(isAllowed != sample.Signs.HasFlag(RequestParts.Address), $"address {other}, {context}");
        }
    });

    // Edits each byte of each part. An edit that a format or an exception permits is left out.
    private static void ForEachChange(
        string name,
        Func<byte[], int, byte[]?> edit,
        Func<ByteChange, byte[], bool> isPermitted,
        string? only = null) => ForEachRequest(name, (sample, request, context) =>
    {
        var trace = new FieldTrace();
        _ = sample.Scheme.Verify(ref request, Ring, PresetSample.Now, trace);
        foreach (var (part, bytes) in request.Parts.Where(part => only is null || part.Key == only))
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                var change = new ByteChange(sample, part, bytes, i, (byte)'Z', trace.Signature);
                if (edit(bytes, i) is not { } edited || isPermitted(change, bytes)) continue;
                var changed = request.With(part, edited);
                var verdict = sample.Scheme.Verify(ref changed, Ring, PresetSample.Now);
                Assert.False(verdict.IsAllowed, $"{part}, byte {i}: {changed}, {context}");
            }
        }
    });

    private static void ForEachRequest(string name, Action<PresetSample, WireRequest, string> check)
    {
        var sample = PresetSample.Find(name);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var request = sample.Sign(RandomRequest.Make(new Random(seed)));
            check(sample, request, $"{name}, seed {seed}: {request}");
        }
    }

    // A random byte, the other case, and a separator.
    private static IEnumerable<byte> Others(byte value, Random random)
    {
        byte[] others = [(byte)(value ^ random.Next(1, 256)), (byte)(value ^ 0x20), (byte)Separators[random.Next(Separators.Length)]];
        return others.Where(other => other != value);
    }
}
