// The hooks that need no managed code, because a call from Envoy into .NET costs more than they do: a request begins and ends, the body of a
// request that is decided, and the hooks that Envoy requires and the check does not use. The others are in Hooks.cs.
#include <stdbool.h>
#include <stddef.h>

#define HOOK(name) envoy_dynamic_module_on_http_filter_##name

enum { CONTINUE = 0, PASSED = 3 }; // Iteration.Continue, ExchangeState.Passed

// Exchange.cs has the same fields.
typedef struct { void *filter, *kept; int state; } exchange;

void *malloc(size_t size);
void free(void *memory);

// In Hooks.cs.
int token_authz_body(void *stream, exchange *request, bool is_end);
void token_authz_release(exchange *request);

// Envoy takes null for an error.
exchange *HOOK(new)(void *filter, void *stream) {
  exchange *request = malloc(sizeof *request);
  if (request) *request = (exchange){filter};
  return request;
}

void HOOK(destroy)(exchange *request) {
  if (request->kept) token_authz_release(request);
  free(request);
}

int HOOK(request_body)(void *stream, exchange *request, bool is_end) {
  return request->state == PASSED ? CONTINUE : token_authz_body(stream, request, is_end);
}

// Trailers end the body.
int HOOK(request_trailers)(void *stream, exchange *request) {
  return request->state == PASSED ? CONTINUE : token_authz_body(stream, request, true);
}

// Each returns 0, which lets the request go on, and ignores its arguments, which the calling conventions of x64 and arm64 allow.
#define UNUSED(name) long HOOK(name)(void) { return 0; }
UNUSED(response_headers)
UNUSED(response_body)
UNUSED(response_trailers)
UNUSED(stream_complete)
UNUSED(local_reply)
UNUSED(http_callout_done)
UNUSED(http_stream_headers)
UNUSED(http_stream_data)
UNUSED(http_stream_trailers)
UNUSED(http_stream_complete)
UNUSED(http_stream_reset)
UNUSED(downstream_above_write_buffer_high_watermark)
UNUSED(downstream_below_write_buffer_low_watermark)
UNUSED(config_http_callout_done)
UNUSED(config_http_stream_headers)
UNUSED(config_http_stream_data)
UNUSED(config_http_stream_trailers)
UNUSED(config_http_stream_complete)
UNUSED(config_http_stream_reset)
