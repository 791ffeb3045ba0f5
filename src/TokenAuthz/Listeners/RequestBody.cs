using System.Buffers;

namespace TokenAuthz.Listeners;

/// <summary>Reads bodies that are signed.</summary>
internal static class RequestBody
{
    /// <summary>Reads a body in full; null when it is too large, too slow, or ends before its end.</summary>
    public static async ValueTask<byte[]?> TryReadAsync(HttpContext context)
    {
        try
        {
            var reader = context.Request.BodyReader;
            while (true)
            {
                var result = await reader.ReadAsync(context.RequestAborted);
                if (result.IsCompleted)
                {
                    // Given back before the answer, or the server drops the connection.
                    var body = result.Buffer.ToArray();
                    reader.AdvanceTo(result.Buffer.End);
                    return body;
                }

                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }
}
