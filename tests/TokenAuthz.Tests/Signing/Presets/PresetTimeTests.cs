using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Presets;

public static class PresetTimeTests
{
    private static readonly KeyRing Ring = PresetSample.Ring;

    public static TheoryData<string> Samples => [.. PresetSample.All.Concat(PresetSample.OfFamilies).Select(sample => sample.Name)];

    [Theory]
    [MemberData(nameof(Samples))]
    public static void Holds_from_its_first_second_to_its_last(string name)
    {
        var sample = PresetSample.Find(name);
        var request = sample.Sign(RandomRequest.Make(new Random(1)));
        var (now, ttl, second) = (PresetSample.Now, sample.Form.Ttl + sample.Form.Skew, TimeSpan.FromSeconds(1));
        var begin = now - sample.Form.Skew;
        var millisecond = TimeSpan.FromMilliseconds(1);
        var (tick, horizon, clock) = (TimeSpan.FromTicks(1), sample.Form.Horizon, TimeSpan.FromSeconds(5));
        (string Description, DateTimeOffset Time, DenyReason? Reason)[] rows = sample.Time switch
        {
            TokenTime.None => [("a century later", now.AddYears(100), null), ("in 1970", DateTimeOffset.UnixEpoch, null)],
            TokenTime.End => [("an hour before", now.AddHours(-1), null)],
            TokenTime.BeginAndEnd => [("its first second", begin, null), ("before it", begin - tick, DenyReason.NotYetValid)],
            TokenTime.Issued =>
            [
                ("issued by a clock that is ahead", now - clock, null),
                ("issued further ahead", now - clock - tick, DenyReason.NotYetValid),
            ],
            TokenTime.IssuedAhead =>
            [
                ("issued an hour ahead", now.AddHours(-1), null),
                ("at the horizon", now - horizon, null),
                ("beyond it", now - horizon - tick, DenyReason.EndsTooLate),
            ],
            _ => [("its first second", now - ttl, null), ("before it", now - ttl - tick, DenyReason.NotYetValid)],
        };
        if (sample.Time is not TokenTime.None)
        {
            rows = IsInMilliseconds(sample.Scheme.Definition)
                ? [.. rows, ("its last millisecond", now + ttl, null), ("its end", now + ttl + millisecond, DenyReason.Expired)]
                : sample.Scheme.Definition.ExpiresExclusive
                ? [.. rows, ("its last instant", now + ttl - tick, null), ("its end", now + ttl, DenyReason.Expired)]
                :
                [
                    .. rows,
                    ("its last second", now + ttl, null),
                    ("the end of that", now + ttl + second - tick, null),
                    ("the second after", now + ttl + second, DenyReason.Expired),
                ];
        }

        foreach (var (description, time, reason) in rows)
        {
            var verdict = sample.Scheme.Verify(ref request, Ring, time);
            var isAsExpected = reason is null ? verdict.IsAllowed : !verdict.IsAllowed && verdict.Reason == reason;
            Assert.True(isAsExpected, $"{description}: {verdict}, {request}");
        }
    }

    private static bool IsInMilliseconds(SchemeDefinition scheme) =>
        scheme.Token.Concat(scheme.Items).Any(text => text.Contains(":unix_ms", StringComparison.Ordinal));
}
