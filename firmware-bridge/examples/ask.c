/*
 * ask PATH CLASS BYTES: may so many bytes be sent for this class (1 payment or alarm, 2 management, 3 telemetry, 4 bulk)?
 * Ends with 0 when they may, with 75 when not now, with 69 when nobody answers, with 1 when the agent fails at it.
 */
#include <stdio.h>
#include <signal.h>

#include "posix_port.h"

int main(int argc, char **argv) {
  posix_port port;
  ward_client client;
  uint8_t of_class;
  uint32_t bytes;
  if (argc != 4) {
    fprintf(stderr, "usage: ask PATH CLASS BYTES\n");
    return 64;
  }
  if (!posix_class(argv[2], &of_class) || !posix_number("BYTES", argv[3], 1, UINT32_MAX, &bytes)) return 64;
  signal(SIGPIPE, SIG_IGN);
  posix_port_open(&port, argv[1]);
  ward_init(&client, &port.port, posix_seed());
  if (!posix_find_agent(&port, &client, 3000)) {
    printf("nobody answers at %s\n", argv[1]);
    return 69;
  }
  while (ward_ask(&client, of_class, bytes, 60) == WARD_BUSY) ward_poll(&client);
  const ward_result *result = posix_result(&port, &client);
  if (result->kind == WARD_RESULT_ERROR) {
    printf("the agent failed at the question: +CME ERROR: %u\n", (unsigned)result->reason);
    return 1;
  }
  if (result->kind != WARD_RESULT_DONE) {
    printf("not now: reason %u, ask again in %lu s\n", (unsigned)result->reason, (unsigned long)result->seconds);
    return 75;
  }
  printf("granted: %lu bytes for %lu s, grant %lu\n", (unsigned long)result->bytes, (unsigned long)result->seconds,
         (unsigned long)result->grant);
  posix_port_close(&port);
  return 0;
}
