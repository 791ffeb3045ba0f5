// Sends HTTP/1.1 requests to a server of this machine and prints one line of JSON: how many were answered, and how soon.
//
//   load TARGET CONNECTIONS RATE SECONDS FILE
//
// TARGET is a port of 127.0.0.1 or the path of a Unix socket. With RATE 0 each connection sends its next request when it has its answer
// (a closed loop). With another RATE, request k is due k / RATE seconds after the start, whether or not earlier ones are answered (an
// open loop): one that finds no free connection waits for one, and its latency counts from when it was due, so that waiting is not hidden.
// FILE holds the requests, each as its length in decimal, a line feed and its bytes; they are sent in turn, and over again.
//
// late_p99_us is by how much this program itself was late to send requests that found a free connection: it tells whether this program
// or the server was the limit, as does cpu_s, its own CPU time.
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>

enum { ANSWER_SIZE = 16384, GRACE_S = 5 };
static const uint64_t SECOND = 1000000000;

struct request { const char *bytes; size_t length; };
struct connection { int fd; uint64_t due; size_t sent, received; const struct request *request; char answer[ANSWER_SIZE]; };
struct times { uint32_t *tenths; size_t count, room; };

static struct request *requests;
static size_t request_count, next_request;
// A queue of the free connections, so that all take turns also at low rates.
static struct connection *connections, **idle;
static int connection_count, idle_first, idle_count, epoll;
static uint64_t idle_since, bad;
static struct times latencies, late;

static void fail(const char *what) {
  fprintf(stderr, "load: %s\n", what);
  exit(1);
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

// In tenths of a microsecond, so that millions fit and are exact enough.
static void add(struct times *times, uint64_t ns) {
  if (times->count == times->room) {
    times->room = times->room ? times->room * 2 : 1 << 16;
    if (!(times->tenths = realloc(times->tenths, times->room * sizeof(uint32_t)))) fail("no more memory");
  }
  times->tenths[times->count++] = ns / 100 > UINT32_MAX ? UINT32_MAX : (uint32_t)(ns / 100);
}

static int compare(const void *one, const void *other) {
  uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
  return (a > b) - (a < b);
}

static double percentile(const struct times *sorted, double part) {
  if (sorted->count == 0) return 0;
  size_t index = (size_t)(part * (double)sorted->count);
  return sorted->tenths[index < sorted->count ? index : sorted->count - 1] / 10.0;
}

static void read_requests(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) fail("FILE cannot be read");
  size_t room = 0, length;
  while (fscanf(file, "%zu", &length) == 1) {
    char *bytes = malloc(length);
    if (request_count == room && !(requests = realloc(requests, (room = room ? room * 2 : 16) * sizeof *requests))) fail("no more memory");
    if (!bytes || fgetc(file) != '\n' || fread(bytes, 1, length, file) != length) fail("FILE ends within a request");
    requests[request_count++] = (struct request){bytes, length};
  }
  fclose(file);
  if (request_count == 0) fail("no request in the file");
}

static int connect_to(const char *target) {
  struct sockaddr_un local = {.sun_family = AF_UNIX};
  struct sockaddr_in tcp = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(target)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  bool is_path = target[0] == '/';
  if (is_path) strncpy(local.sun_path, target, sizeof local.sun_path - 1);
  int fd = socket(is_path ? AF_UNIX : AF_INET, SOCK_STREAM, 0), on = 1;
  if (fd < 0) fail("no more sockets");
  // Connects before the first request is due, so that accepting connections is no part of any latency.
  if ((is_path ? connect(fd, (struct sockaddr *)&local, sizeof local) : connect(fd, (struct sockaddr *)&tcp, sizeof tcp)) != 0)
    fail("the server does not accept a connection");
  if (!is_path) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

static void watch(struct connection *connection, uint32_t events, int operation) {
  struct epoll_event event = {.events = events, .data.ptr = connection};
  if (epoll_ctl(epoll, operation, connection->fd, &event) != 0) fail("epoll_ctl");
}

// Sends what is left of the request; returns whether that was all.
static bool send_rest(struct connection *connection) {
  while (connection->sent < connection->request->length) {
    ssize_t n = send(connection->fd, connection->request->bytes + connection->sent, connection->request->length - connection->sent,
                     MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n < 0 && errno == EAGAIN) return false;
    if (n <= 0) fail("the server ended a connection");
    connection->sent += (size_t)n;
  }
  return true;
}

static void release(struct connection *connection) {
  if (idle_count == 0) idle_since = now();
  idle[(idle_first + idle_count++) % connection_count] = connection;
}

static struct connection *take(void) {
  struct connection *connection = idle[idle_first];
  idle_first = (idle_first + 1) % connection_count;
  idle_count--;
  return connection;
}

static void begin(struct connection *connection, uint64_t due) {
  connection->request = &requests[next_request++ % request_count];
  connection->due = due;
  connection->sent = connection->received = 0;
  if (!send_rest(connection)) watch(connection, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
}

// Whether the answer is there in full: its head, and a body of the length that the head says or the last chunk.
static bool is_whole(struct connection *connection) {
  char *text = connection->answer;
  text[connection->received] = 0;
  char *end = strstr(text, "\r\n\r\n");
  if (!end) return false;
  size_t head = (size_t)(end - text) + 4;
  *end = 0;
  char *length = strcasestr(text, "\r\ncontent-length:");
  bool is_chunked = !length && strcasestr(text, "\r\ntransfer-encoding: chunked");
  *end = '\r';
  if (is_chunked) return connection->received >= head + 5 && memcmp(text + connection->received - 5, "0\r\n\r\n", 5) == 0;
  return connection->received >= head + (length ? strtoul(length + 17, NULL, 10) : 0);
}

// Reads what has come; returns whether the answer is complete, and counts one that is not 200.
static bool receive(struct connection *connection) {
  ssize_t n = recv(connection->fd, connection->answer + connection->received, ANSWER_SIZE - 1 - connection->received, MSG_DONTWAIT);
  if (n < 0 && errno == EAGAIN) return false;
  if (n <= 0) fail("the server ended a connection");
  connection->received += (size_t)n;
  if (!is_whole(connection)) return false;
  if (memcmp(connection->answer, "HTTP/1.1 200", 12) != 0) bad++;
  return true;
}

// Waits for answers until a request is due, or for a tenth of a second.
static void wait_until(uint64_t due, uint64_t closed_end) {
  struct epoll_event events[256];
  uint64_t time = now(), wait = due > time ? due - time : 0;
  if (wait > SECOND / 10) wait = SECOND / 10;
  struct timespec timeout = {.tv_nsec = (long)wait};
  int ready = epoll_pwait2(epoll, events, 256, &timeout, NULL);
  if (ready < 0) fail("epoll_pwait2");
  for (int i = 0; i < ready; i++) {
    struct connection *connection = events[i].data.ptr;
    if (events[i].events & EPOLLOUT && send_rest(connection)) watch(connection, EPOLLIN, EPOLL_CTL_MOD);
    if (!(events[i].events & ~(uint32_t)EPOLLOUT) || !receive(connection)) continue;
    time = now();
    add(&latencies, time - connection->due);
    if (time < closed_end) begin(connection, time);
    else release(connection);
  }
}

static void finish_all(void) {
  uint64_t end = now() + GRACE_S * SECOND;
  while (idle_count < connection_count) {
    if (now() > end) fail("answers are missing");
    wait_until(UINT64_MAX, 0);
  }
}

static void closed_loop(double seconds) {
  uint64_t end = now() + (uint64_t)(seconds * (double)SECOND);
  while (idle_count > 0) begin(take(), now());
  while (now() < end) wait_until(end, end);
}

static void open_loop(double rate, double seconds) {
  uint64_t start = now(), total = (uint64_t)(rate * seconds), end = start + (uint64_t)(seconds + GRACE_S) * SECOND;
  for (uint64_t k = 0; k < total; k++) {
    uint64_t due = start + (uint64_t)((double)k / rate * (double)SECOND), time;
    while ((time = now()) < due || idle_count == 0) {
      if (time > end) fail("the rate is more than the server answers");
      wait_until(time < due ? due : UINT64_MAX, 0);
    }
    // A request that waited for a connection is not late by this program's fault.
    if (due >= idle_since) add(&late, time - due);
    begin(take(), due);
  }
}

int main(int count, char **arguments) {
  if (count != 6) fail("load TARGET CONNECTIONS RATE SECONDS FILE");
  connection_count = atoi(arguments[2]);
  double rate = atof(arguments[3]), seconds = atof(arguments[4]);
  if (connection_count < 1 || connection_count > 10000 || rate < 0 || rate > 1e6 || seconds <= 0 || seconds > 600)
    fail("1 to 10,000 connections, at most 1,000,000 requests a second, at most 600 s");
  read_requests(arguments[5]);
  prctl(PR_SET_TIMERSLACK, 1);
  epoll = epoll_create1(0);
  connections = calloc((size_t)connection_count, sizeof *connections);
  idle = calloc((size_t)connection_count, sizeof *idle);
  if (!connections || !idle) fail("no more memory");
  for (int i = 0; i < connection_count; i++) {
    connections[i].fd = connect_to(arguments[1]);
    watch(&connections[i], EPOLLIN, EPOLL_CTL_ADD);
    release(&connections[i]);
  }

  uint64_t start = now();
  if (rate > 0) open_loop(rate, seconds);
  else closed_loop(seconds);
  finish_all();
  double took = (double)(now() - start) / (double)SECOND;

  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  qsort(latencies.tenths, latencies.count, sizeof(uint32_t), compare);
  qsort(late.tenths, late.count, sizeof(uint32_t), compare);
  printf("{\"requests\": %zu, \"seconds\": %.6f, \"bad\": %lu, \"p50_us\": %.1f, \"p99_us\": %.1f, \"max_us\": %.1f, "
         "\"late_p99_us\": %.1f, \"cpu_s\": %.6f}\n", latencies.count, took, bad,
         percentile(&latencies, 0.5), percentile(&latencies, 0.99), percentile(&latencies, 1), percentile(&late, 0.99), cpu);
  return 0;
}
