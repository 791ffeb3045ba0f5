using System.Security.Authentication;
using Grpc.Core;

namespace TokenAuthz.Commands;

/// <summary>Why a listener did not answer a check.</summary>
/// <param name="Message">For the operator, without a full stop.</param>
/// <param name="IsCutOff">Whether it accepted the connection and closed it without an answer.</param>
internal readonly record struct ProbeFailure(string Message, bool IsCutOff)
{
    /// <summary>Reads what a client of HTTP or gRPC throws.</summary>
    public static ProbeFailure Of(Exception exception)
    {
        var causes = CausesOf(exception).ToArray();
        if (causes.OfType<AuthenticationException>().FirstOrDefault() is { } refused)
        {
            return new(
                $"{refused.Message.TrimEnd('.')}: name whose certificate it has with --ca, the name in it with --server-name, or accept "
                    + "any with --insecure",
                IsCutOff: false);
        }

        // A connection that is not accepted is a SocketException alone.
        return new(causes[0].Message.TrimEnd('.'), causes.Any(cause => cause is IOException));
    }

    private static IEnumerable<Exception> CausesOf(Exception? exception)
    {
        for (; exception is not null; exception = (exception as RpcException)?.Status.DebugException ?? exception.InnerException)
            yield return exception;
    }
}
