/* The calendar clock, LIASSE_E2E_DAYS days later: loaded before the C library, so that a test need not wait for days. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *at) {
    static int (*real)(clockid_t, struct timespec *);
    if (real == NULL) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, at);
    const char *days = getenv("LIASSE_E2E_DAYS");
    if (result == 0 && clock == CLOCK_REALTIME && days != NULL) at->tv_sec += 86400L * atol(days);
    return result;
}
