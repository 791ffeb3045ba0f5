using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Stands whose service has a listener for each policy.</summary>
public sealed class ServiceVectorStands : VectorStands
{
    private const string AddressHeader = "x-client-address";

    // Beyond any vector's body.
    private const int LongestBody = 64 * 1024;

    public ServiceVectorStands()
        : base(Way.Http)
    {
    }

    private protected override StandOptions OptionsOf(ImmutableArray<string> matches, ImmutableArray<string> settings)
    {
        int[] ports = [.. matches.Select(_ => FreePorts.Next())];
        return new(
            Way, [.. settings, $"Listeners:0:ClientAddressHeader={AddressHeader}", .. ports.SelectMany((port, i) => Listener(i + 1, port))])
        {
            Configure = file => matches.Zip(ports).Aggregate(
                file.TellingClientAddress(AddressHeader).TellingAllHeaders().HandingOverBodies(LongestBody),
                (file, route) => file.WithServiceRoute(route.First, route.Second)),
        };
    }

    private static IEnumerable<string> Listener(int index, int port)
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"Listeners:{index}");
        return
        [
            $"{at}:Name={PolicyOf(index - 1)}", $"{at}:Url=http://127.0.0.1:{port}", $"{at}:Policies:0={PolicyOf(index - 1)}",
            $"{at}:ClientAddressHeader={AddressHeader}",
        ];
    }
}
