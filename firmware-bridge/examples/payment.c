/*
 * payment PATH [COUNT]: a payment as a terminal does it: ask, send, report what was sent and how the transaction ended.
 * The sending is pretended. Where the agent is silent, the payment goes through all the same and is reported later.
 */
#include <signal.h>
#include <stdio.h>

#include "posix_port.h"

#define MOST_BYTES 2048u

static void settle(posix_port *port, ward_client *client) {
  posix_result(port, client);
  ward_poll(client);
}

/* The payment's own connection; here it only says what it would have cost. */
static bool send_payment(uint32_t most, uint32_t *up, uint32_t *down, uint32_t *ms) {
  *up = 1240u < most ? 1240u : most;
  *down = 610u;
  *ms = 350u;
  return true;
}

static int pay(posix_port *port, ward_client *client) {
  uint32_t up, down, ms;
  while (ward_ask(client, WARD_CLASS_PAYMENT, MOST_BYTES, 30) == WARD_BUSY) ward_poll(client);
  ward_result granted = *posix_result(port, client);
  /* An agent that fails has decided nothing: a payment goes as where nobody answers. */
  if (granted.kind == WARD_RESULT_ERROR) granted = (ward_result){.kind = WARD_RESULT_DONE, .bytes = MOST_BYTES};
  if (granted.kind != WARD_RESULT_DONE) {
    printf("payment refused: reason %u, again in %lu s\n", (unsigned)granted.reason, (unsigned long)granted.seconds);
    return 75;
  }
  const bool good = send_payment(granted.bytes, &up, &down, &ms);
  while (ward_report(client, granted.grant, up, down, true) == WARD_BUSY) ward_poll(client);
  settle(port, client);
  if (granted.grant != 0u) {
    while (ward_transaction(client, granted.grant, good, ms) == WARD_BUSY) ward_poll(client);
    settle(port, client);
  }
  printf("payment done %s: grant %lu, %lu bytes up, %lu down\n", granted.grant == 0u ? "without the agent" : "and reported",
         (unsigned long)granted.grant, (unsigned long)up, (unsigned long)down);
  return 0;
}

int main(int argc, char **argv) {
  posix_port port;
  ward_client client;
  int code = 0;
  if (argc < 2) {
    fprintf(stderr, "usage: payment PATH [COUNT]\n");
    return 64;
  }
  uint32_t left = 1;
  if (argc > 2 && !posix_number("COUNT", argv[2], 1, UINT32_MAX, &left)) return 64;
  signal(SIGPIPE, SIG_IGN);
  posix_port_open(&port, argv[1]);
  ward_init(&client, &port.port, posix_seed());
  posix_find_agent(&port, &client, 2000);
  for (; left > 0 && code == 0; left--) code = pay(&port, &client);
  posix_port_close(&port);
  return code;
}
