using System.Globalization;

namespace TokenAuthz.Tests.Service.Http;

/// <summary>Checks that are decided at the same time know nothing of each other.</summary>
public sealed class ConcurrencyTests(SharedService shared)
{
    private const int Connections = 16;
    private const int Batches = 20;
    private const int ChecksInBatch = 50;

    [Fact]
    public async Task Gives_each_check_its_own_verdict_when_many_run_at_once() =>
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Run(() => CheckAsync(connection))));

    // Targets of different lengths, every third with the token of the one before.
    private async Task CheckAsync(int number)
    {
        using var connection = await RawConnection.OpenAsync(shared.Service.CheckPort);
        for (var batch = 0; batch < Batches; batch++)
        {
            await connection.SendAsync(string.Concat(Enumerable.Range(0, ChecksInBatch).Select(check =>
                $"GET {Target(number, check)} HTTP/1.1\r\nHost: a\r\n" +
                    $"{Token.Line(Target(number, check % 3 == 2 ? check - 1 : check))}\r\n")));
            for (var check = 0; check < ChecksInBatch; check++)
            {
                var answer = await connection.ReceiveAsync();
                if (check % 3 == 2) answer.AssertDenied("invalid_token");
                else answer.AssertAllowed();
            }
        }
    }

    private static string Target(int number, int check) =>
        $"/{number.ToString(CultureInfo.InvariantCulture)}/{new string('a', check * 7)}/{check.ToString(CultureInfo.InvariantCulture)}";
}
