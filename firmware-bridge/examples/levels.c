/* levels PATH [SECONDS]: follows the level, and says what a terminal would do about it. */
#include <signal.h>
#include <stdio.h>

#include "posix_port.h"

/* An agent that is dead sends no events. */
#define LOOK_EVERY_MS 10000u

static const char *advice(uint32_t level) {
  static const char *const acts[] = {"send as you like", "downloads wait", "telemetry waits, too", "payments only",
                                     "nothing can pass: print the slip"};
  return level < sizeof acts / sizeof acts[0] ? acts[level] : acts[3];
}

static void on_event(void *context, const ward_event *event) {
  (void)context;
  if (event->kind != WARD_EVENT_LEVEL || event->count == 0) return;
  printf("level %lu: %s\n", (unsigned long)event->values[0], advice(event->values[0]));
  fflush(stdout);
}

static void on_mode(void *context, ward_mode mode) {
  (void)context;
  printf(mode == WARD_GUARDED ? "the agent is there\n" : "the agent is silent: payments only\n");
  fflush(stdout);
}

int main(int argc, char **argv) {
  posix_port port;
  ward_client client;
  if (argc < 2) {
    fprintf(stderr, "usage: levels PATH [SECONDS]\n");
    return 64;
  }
  uint32_t seconds = 0;
  if (argc > 2 && !posix_number("SECONDS", argv[2], 1, UINT32_MAX / 1000u, &seconds)) return 64;
  const uint32_t lasts = argc > 2 ? seconds * 1000u : UINT32_MAX;
  signal(SIGPIPE, SIG_IGN);
  posix_port_open(&port, argv[1]);
  port.port.on_event = on_event;
  port.port.on_mode = on_mode;
  ward_init(&client, &port.port, posix_seed());
  ward_subscribe(&client, WARD_EVENT_BIT(WARD_EVENT_LEVEL));
  uint32_t looked_at = posix_now_ms();
  for (const uint32_t began = posix_now_ms(); posix_now_ms() - began < lasts;) {
    ward_poll(&client);
    /* What was missed before the subscription, and while the agent was away; whoever only listens never learns that nobody speaks. */
    const bool known = ward_last_state(&client)->known;
    const bool due = !known || posix_now_ms() - looked_at >= LOOK_EVERY_MS;
    if (ward_mode_of(&client) != WARD_GUARDED || !due || ward_read_state(&client) != WARD_OK) {
      posix_port_wait(&port, 50);
      continue;
    }
    looked_at = posix_now_ms();
    if (posix_result(&port, &client)->kind == WARD_RESULT_DONE && !known) {
      const uint8_t level = ward_last_state(&client)->level;
      printf("level %u: %s\n", (unsigned)level, advice(level));
      fflush(stdout);
    }
  }
  posix_port_close(&port);
  return 0;
}
