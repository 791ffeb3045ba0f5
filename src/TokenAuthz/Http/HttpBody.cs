using System.Buffers;
using TokenAuthz.Checks;
using TokenAuthz.Engine.Hosting;

namespace TokenAuthz.Http;

/// <summary>Reads bodies that are signed.</summary>
internal static class HttpBody
{
    /// <summary>Reads a whole body, unless it is too large, too slow, or ends early.</summary>
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
                    // The buffer is given back before the answer, because Kestrel drops the connection otherwise.
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
