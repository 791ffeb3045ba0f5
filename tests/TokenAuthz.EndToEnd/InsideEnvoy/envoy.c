// Stands in for Envoy in tests that look at a request within the module: one request, of which the test gives the path, a token, the
// signature of the body and the body in pieces, and the answer that was sent.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct { const char *bytes; size_t length; } text;
typedef struct { text name, value; } header;

static text path, token, signature, pieces[2][2];
static bool is_same;
static int status, look_up_count, schedulers, scheduled;
static char reason[64];

#define CALLBACK(name) envoy_dynamic_module_callback_##name

void request(const char *new_path, size_t path_length, const char *new_token, size_t token_length) {
  path = (text){new_path, path_length};
  token = (text){new_token, token_length};
  signature = (text){0, 0};
  status = look_up_count = 0;
}
void sign(const char *bytes, size_t length) { signature = (text){bytes, length}; }

// The lengths of four pieces of the body, one after the other: two that were held back before, two that the hook is called for. Whether
// both are the same, as a filter in front has held the body back: then the last two are empty here.
void body(const char *bytes, const size_t lengths[4], bool new_is_same) {
  for (int i = 0; i < 4; bytes += lengths[i++]) pieces[i < 2][i % 2] = (text){bytes, lengths[i]};
  is_same = new_is_same;
  if (is_same) memcpy(pieces[0], pieces[1], sizeof pieces[0]);
}
int answer(void) { return status; }
// How many schedulers there are, and how often one was used since the last call.
int count_schedulers(void) { return schedulers; }
int take_scheduled(void) { return __atomic_exchange_n(&scheduled, 0, __ATOMIC_SEQ_CST); }
const char *answer_reason(void) { return reason; }
int look_ups(void) { return look_up_count; }

// The functions of the module that hooks.c calls, which the test sets.
int (*on_body)(void *stream, void *exchange, bool is_end);
void (*on_release)(void *exchange);
int token_authz_body(void *stream, void *exchange, bool is_end) { return on_body(stream, exchange, is_end); }
void token_authz_release(void *exchange) { on_release(exchange); }

bool CALLBACK(http_get_header)(void *stream, int type, text name, text *value, size_t index, size_t *count) {
  look_up_count++;
  bool is_token = name.length == 5 && !memcmp(name.bytes, "token", 5), is_path = name.length == 5 && !memcmp(name.bytes, ":path", 5);
  bool is_signature = name.length == 19 && !memcmp(name.bytes, "x-hub-signature-256", 19);
  *value = is_token ? token : is_path ? path : is_signature ? signature : (text){"GET", 3};
  *count = value->bytes != 0;
  return *count;
}
size_t CALLBACK(http_get_headers_size)(void *stream, int type) { return 0; }
bool CALLBACK(http_get_headers)(void *stream, int type, header *headers) { return true; }
void CALLBACK(http_send_response)(void *stream, uint32_t code, header *headers, size_t count, text body, text details) {
  status = (int)code;
  memcpy(reason, headers[1].value.bytes, headers[1].value.length);
  reason[headers[1].value.length] = 0;
}
int CALLBACK(http_filter_config_define_counter)(void *config, text name, text *labels, size_t count, size_t *id) { return 0; }
int CALLBACK(http_filter_config_define_gauge)(void *config, text name, text *labels, size_t count, size_t *id) { return 0; }
int CALLBACK(http_filter_config_increment_counter)(void *config, size_t id, text *labels, size_t count, uint64_t value) { return 0; }
int CALLBACK(http_filter_config_set_gauge)(void *config, size_t id, text *labels, size_t count, uint64_t value) { return 0; }
void *CALLBACK(http_filter_config_scheduler_new)(void *config) { return 0; }
void CALLBACK(http_filter_config_scheduler_commit)(void *scheduler, uint64_t event) {}
void CALLBACK(http_filter_config_scheduler_delete)(void *scheduler) {}
int CALLBACK(http_filter_increment_counter)(void *stream, size_t id, text *labels, size_t count, uint64_t value) { return 0; }
bool CALLBACK(http_set_header)(void *stream, int type, text name, text value) { return true; }
bool CALLBACK(http_filter_get_attribute_string)(void *stream, int attribute, text *value) { return false; }
void *CALLBACK(get_most_specific_route_config)(void *stream) { return 0; }
size_t CALLBACK(http_get_body_size)(void *stream, int part) { return pieces[part][0].length + pieces[part][1].length; }
size_t CALLBACK(http_get_body_chunks_size)(void *stream, int part) { return 2; }
bool CALLBACK(http_get_body_chunks)(void *stream, int part, text *chunks) { return memcpy(chunks, pieces[part], sizeof pieces[part]); }
bool CALLBACK(http_received_buffered_request_body)(void *stream) { return is_same; }
void CALLBACK(http_set_buffer_limit)(void *stream, uint64_t limit) {}
void *CALLBACK(http_filter_scheduler_new)(void *stream) { __atomic_add_fetch(&schedulers, 1, __ATOMIC_SEQ_CST); return &schedulers; }
void CALLBACK(http_filter_scheduler_delete)(void *scheduler) { __atomic_sub_fetch(&schedulers, 1, __ATOMIC_SEQ_CST); }
void CALLBACK(http_filter_scheduler_commit)(void *scheduler, uint64_t id) { __atomic_add_fetch(&scheduled, 1, __ATOMIC_SEQ_CST); }
void CALLBACK(http_filter_continue_decoding)(void *stream) {}
bool CALLBACK(log_enabled)(int level) { return false; }
void CALLBACK(log)(int level, text message) {}
