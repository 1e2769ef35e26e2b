/*
 * unguarded PATH [SECONDS]: one line a second about what each class may do, whether the agent is there or not; what was
 * sent without it is reported when it comes. Start and stop the agent meanwhile, or tell a rig: silent 10s
 */
#include <signal.h>
#include <stdio.h>

#include "posix_port.h"

static char verdict(posix_port *port, ward_client *client, uint8_t of_class) {
  while (ward_ask(client, of_class, 100, 10) == WARD_BUSY) ward_poll(client);
  const ward_result result = *posix_result(port, client);
  if (result.kind != WARD_RESULT_DONE) return '-';
  /* Pretended: 80 bytes up and 20 down. */
  while (ward_report(client, result.grant, 80, 20, true) == WARD_BUSY) ward_poll(client);
  posix_result(port, client);
  return '+';
}

int main(int argc, char **argv) {
  posix_port port;
  ward_client client;
  if (argc < 2) {
    fprintf(stderr, "usage: unguarded PATH [SECONDS]\n");
    return 64;
  }
  uint32_t left = 60;
  if (argc > 2 && !posix_number("SECONDS", argv[2], 1, UINT32_MAX, &left)) return 64;
  signal(SIGPIPE, SIG_IGN);
  posix_port_open(&port, argv[1]);
  ward_init(&client, &port.port, posix_seed());
  for (; left > 0; left--) {
    char may[4];
    for (uint8_t of_class = 1; of_class <= 4; of_class++) may[of_class - 1] = verdict(&port, &client, of_class);
    printf("%s payment%c management%c telemetry%c bulk%c\n",
           ward_mode_of(&client) == WARD_GUARDED ? "guarded  " : "unguarded", may[0], may[1], may[2], may[3]);
    fflush(stdout);
    for (const uint32_t began = posix_now_ms(); posix_now_ms() - began < 1000u;) {
      ward_poll(&client);
      posix_port_wait(&port, 50);
    }
  }
  posix_port_close(&port);
  return 0;
}
