using TokenAuthz.Checks;
using TokenAuthz.Signing;

namespace TokenAuthz.Http;

/// <summary>Reads bodies that are signed.</summary>
internal static class HttpBody
{
    /// <summary>Reads a whole body, unless it is too large, too slow, has no turn, or ends early.</summary>
    /// <param name="context">The request.</param>
    /// <param name="body">Takes the bytes, which are consumed as they come: Kestrel would keep them in many small buffers.</param>
    /// <returns>The cause why the body cannot be checked; null when it can.</returns>
    public static async ValueTask<DenyCause?> ReadAsync(HttpContext context, BodyBuffer body)
    {
        var announced = context.Request.ContentLength;
        if (announced > body.Most) return DenyCause.BodyTooLarge;
        try
        {
            var reader = context.Request.BodyReader;
            while (true)
            {
                var result = await reader.ReadAsync(body.Deadline.CanBeCanceled ? body.Deadline : context.RequestAborted);
                var length = body.Length + result.Buffer.Length;
                DenyCause? fault = length > body.Most ? DenyCause.BodyTooLarge
                    : body.NeedsTurn(length) && !await body.TryTakeTurnAsync(context.RequestAborted) ? DenyCause.BodyNoTurn
                    : null;
                if (fault is null)
                {
                    foreach (var segment in result.Buffer) body.Append(segment.Span, (int?)announced);
                }

                // Also with a fault, because Kestrel drops the connection if its buffer is not given back before the answer.
                reader.AdvanceTo(result.Buffer.End);
                if (fault is not null || result.IsCompleted) return fault;
            }
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException or OperationCanceledException)
        {
            return DenyCause.BodyIncomplete;
        }
    }

    /// <summary>Reads what is left of a body, and drops it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="most">How many bytes are read at most.</param>
    public static async Task DiscardAsync(HttpContext context, long most)
    {
        try
        {
            var reader = context.Request.BodyReader;
            bool isEnd;
            do
            {
                var result = await reader.ReadAsync(context.RequestAborted);
                most -= result.Buffer.Length;
                isEnd = result.IsCompleted;
                reader.AdvanceTo(result.Buffer.End);
            }
            while (!isEnd && most > 0);
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException or OperationCanceledException)
        {
            // The client sends no more.
        }
    }
}
