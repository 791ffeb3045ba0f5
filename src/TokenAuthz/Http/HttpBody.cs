using System.Buffers;
using TokenAuthz.Checks;
using TokenAuthz.Engine.Hosting;

namespace TokenAuthz.Http;

/// <summary>Reads bodies that are signed.</summary>
internal static class HttpBody
{
    /// <summary>Reads a body in full, unless it is too large, too slow, or ends before its end.</summary>
    public static async ValueTask<SignedBody> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > CheckSettings.MaxBodySize) return new(default, BodyFault.TooLarge);
        try
        {
            var reader = context.Request.BodyReader;
            while (true)
            {
                var result = await reader.ReadAsync(context.RequestAborted);
                var isTooLarge = result.Buffer.Length > CheckSettings.MaxBodySize;
                if (isTooLarge || result.IsCompleted)
                {
                    // Given back before the answer, or the server drops the connection.
                    var body = isTooLarge ? new(default, BodyFault.TooLarge) : new SignedBody(result.Buffer.ToArray());
                    reader.AdvanceTo(result.Buffer.End);
                    return body;
                }

                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException or OperationCanceledException)
        {
            return new(default, BodyFault.Incomplete);
        }
    }
}
