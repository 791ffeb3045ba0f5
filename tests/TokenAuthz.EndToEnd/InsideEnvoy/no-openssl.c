// Preloaded into Envoy: there is no OpenSSL, as in its distroless image.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>

void *dlopen(const char *file, int mode) {
  if (file && (strstr(file, "libssl.so") || strstr(file, "libcrypto.so"))) file = "/nowhere/openssl";
  return ((void *(*)(const char *, int))dlsym(RTLD_NEXT, "dlopen"))(file, mode);
}
