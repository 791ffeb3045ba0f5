// Calls the hooks of a module as Envoy does, without Envoy: what the module itself costs, in nanoseconds and in look-ups of headers a
// request. From the root of the checkout:
//
//   cc -O2 -rdynamic -o /tmp/module-loop tests/TokenAuthz.Benchmarks/module-loop.c -ldl
//   /tmp/module-loop libtoken_authz.so '{"TokenAuthz": {"Secret": "secret", "AllowWeakKeys": true}}' [REQUESTS]
//
// It shows the fastest of ten rounds, each a tenth of the requests, because another program may run in between.
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 10
#define CALLBACK(name) envoy_dynamic_module_callback_##name
#define TEXT(literal) ((text){literal, sizeof literal - 1})

typedef struct { const char *bytes; size_t length; } text;
typedef struct { text name, value; } header;

static long look_ups, answers;

// The request: GET / with the token of the secret `secret`.
static const header headers[] = {
    {{":method", 7}, {"GET", 3}},
    {{":authority", 10}, {"example.com", 11}},
    {{":path", 5}, {"/", 1}},
    {{"token", 5}, {"c64319d06364528120a9f96af62ea83d", 32}},
};

bool CALLBACK(http_get_header)(void *stream, int type, text name, text *value, size_t index, size_t *count) {
  look_ups++;
  for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
    if (name.length != headers[i].name.length || memcmp(name.bytes, headers[i].name.bytes, name.length)) continue;
    *value = headers[i].value;
    if (count) *count = 1;
    return true;
  }
  if (count) *count = 0;
  return false;
}
size_t CALLBACK(http_get_headers_size)(void *stream, int type) { return 0; }
bool CALLBACK(http_get_headers)(void *stream, int type, header *all) { return true; }
bool CALLBACK(http_set_header)(void *stream, int type, text name, text value) { return true; }
void CALLBACK(http_send_response)(void *stream, uint32_t status, header *all, size_t count, text body, text details) { answers++; }
bool CALLBACK(http_filter_get_attribute_string)(void *stream, int attribute, text *value) { return false; }
void *CALLBACK(get_most_specific_route_config)(void *stream) { return 0; }
size_t CALLBACK(http_get_body_size)(void *stream, int part) { return 0; }
size_t CALLBACK(http_get_body_chunks_size)(void *stream, int part) { return 0; }
bool CALLBACK(http_get_body_chunks)(void *stream, int part, text *chunks) { return true; }
bool CALLBACK(http_received_buffered_request_body)(void *stream) { return false; }
void CALLBACK(http_set_buffer_limit)(void *stream, uint64_t limit) {}
void CALLBACK(http_filter_continue_decoding)(void *stream) {}
void *CALLBACK(http_filter_scheduler_new)(void *stream) { return 0; }
void CALLBACK(http_filter_scheduler_commit)(void *scheduler, uint64_t event) {}
void CALLBACK(http_filter_scheduler_delete)(void *scheduler) {}
int CALLBACK(http_filter_increment_counter)(void *stream, size_t id, text *labels, size_t count, uint64_t value) { return 0; }
int CALLBACK(http_filter_config_define_counter)(void *config, text name, text *labels, size_t count, size_t *id) { return 0; }
int CALLBACK(http_filter_config_define_gauge)(void *config, text name, text *labels, size_t count, size_t *id) { return 0; }
int CALLBACK(http_filter_config_increment_counter)(void *config, size_t id, text *labels, size_t count, uint64_t value) { return 0; }
int CALLBACK(http_filter_config_set_gauge)(void *config, size_t id, text *labels, size_t count, uint64_t value) { return 0; }
void *CALLBACK(http_filter_config_scheduler_new)(void *config) { return 0; }
void CALLBACK(http_filter_config_scheduler_commit)(void *scheduler, uint64_t event) {}
void CALLBACK(http_filter_config_scheduler_delete)(void *scheduler) {}
bool CALLBACK(log_enabled)(int level) { return level >= 3; }
void CALLBACK(log)(int level, text message) { fprintf(stderr, "%.*s\n", (int)message.length, message.bytes); }

static void *module;

static void *hook(const char *name) {
  char symbol[128];
  snprintf(symbol, sizeof symbol, "envoy_dynamic_module_on_%s", name);
  void *function = dlsym(module, symbol);
  if (function) return function;
  fprintf(stderr, "the module has no %s\n", symbol);
  exit(1);
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
  if (count < 2 || !(module = dlopen(arguments[1], RTLD_NOW))) {
    fprintf(stderr, "%s\n", count < 2 ? "module-loop LIBRARY [CONFIGURATION] [REQUESTS]" : dlerror());
    return 1;
  }
  const char *settings = count > 2 ? arguments[2] : "";
  long requests = (count > 3 ? atol(arguments[3]) : 5000000) / ROUNDS;

  const char *(*program_init)(void) = hook("program_init");
  void *(*filter_config_new)(void *, text, text) = hook("http_filter_config_new");
  void *(*filter_new)(void *, void *) = hook("http_filter_new");
  int (*request_headers)(void *, void *, bool) = hook("http_filter_request_headers");
  int (*response_headers)(void *, void *, bool) = hook("http_filter_response_headers");
  void (*stream_complete)(void *, void *) = hook("http_filter_stream_complete");
  void (*filter_destroy)(void *) = hook("http_filter_destroy");

  int envoy; // The module hands pointers to Envoy's objects back and does not look into them.
  void *filter = program_init() ? filter_config_new(&envoy, TEXT("loop"), (text){settings, strlen(settings)}) : 0;
  if (!filter) return 1;

  double fastest = 1e9;
  long passed = 0;
  for (int round = 0; round < ROUNDS; round++) {
    double begin = seconds();
    for (long i = 0; i < requests; i++) {
      void *request = filter_new(filter, &envoy);
      passed += request_headers(&envoy, request, true) == 0;
      response_headers(&envoy, request, true);
      stream_complete(&envoy, request);
      filter_destroy(request);
    }
    double took = (seconds() - begin) / requests * 1e9;
    if (took < fastest) fastest = took;
  }
  printf("%.0f ns and %.1f look-ups a request; %ld passed, %ld answered\n", fastest, (double)look_ups / requests / ROUNDS, passed, answers);
  return 0;
}
