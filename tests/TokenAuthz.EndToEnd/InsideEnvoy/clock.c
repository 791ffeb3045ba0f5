// Preloaded into Envoy, so that requests of another year can be sent to it: the wall clock says the seconds, Unix time,
// that the file named by WALL_CLOCK holds, as 8 bytes. All other clocks, by which Envoy's timers go, are true.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *seconds;

__attribute__((constructor)) static void begin(void) {
  int file = open(getenv("WALL_CLOCK"), O_RDONLY);
  seconds = mmap(0, sizeof *seconds, PROT_READ, MAP_SHARED, file, 0);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  if (clock != CLOCK_REALTIME || !seconds) return (int)syscall(SYS_clock_gettime, clock, time);
  *time = (struct timespec){.tv_sec = *seconds};
  return 0;
}
