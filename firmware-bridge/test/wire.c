#include "wire.h"

#include <string.h>

static size_t take(void *context, const uint8_t *bytes, size_t length) {
  wire *w = context;
  size_t taken = w->piece != 0 && w->piece < length ? w->piece : length;
  if (taken > sizeof w->sent - w->sent_length) taken = sizeof w->sent - w->sent_length;
  memcpy(&w->sent[w->sent_length], bytes, taken);
  w->sent_length += taken;
  return taken;
}

static size_t give(void *context, uint8_t *bytes, size_t most) {
  wire *w = context;
  size_t given = w->waiting_length - w->waiting_at;
  if (given > most) given = most;
  if (w->piece != 0 && given > w->piece) given = w->piece;
  memcpy(bytes, &w->waiting[w->waiting_at], given);
  w->waiting_at += given;
  return given;
}

static uint32_t now(void *context) { return ((wire *)context)->now; }

static void on_event(void *context, const ward_event *event) {
  wire *w = context;
  w->event = *event;
  w->events++;
}

static void on_mode(void *context, ward_mode mode) { ((wire *)context)->mode = mode; }

void wire_open(wire *w) {
  memset(w, 0, sizeof *w);
  w->now = 1000;
  w->port.send = take;
  w->port.receive = give;
  w->port.now_ms = now;
  w->port.on_event = on_event;
  w->port.on_mode = on_mode;
  w->port.context = w;
}

void wire_say(wire *w, const char *bytes, size_t length) {
  if (w->waiting_at == w->waiting_length) w->waiting_at = w->waiting_length = 0;
  if (length > sizeof w->waiting - w->waiting_length) length = sizeof w->waiting - w->waiting_length;
  memcpy(&w->waiting[w->waiting_length], bytes, length);
  w->waiting_length += length;
}

void wire_hear(wire *w, const char *line) {
  wire_say(w, "\r\n", 2);
  wire_say(w, line, strlen(line));
  wire_say(w, "\r\n", 2);
}

void wire_settle(wire *w, ward_client *client) {
  size_t before;
  do {
    before = w->sent_length + w->waiting_at;
    ward_poll(client);
  } while (before != w->sent_length + w->waiting_at);
}

void wire_guarded(wire *w, ward_client *client, uint32_t seed) {
  ward_init(client, &w->port, seed);
  wire_settle(w, client);
  wire_hear(w, "+WARDVER: 1,0,0000003F");
  wire_hear(w, "OK");
  wire_settle(w, client);
  w->sent_length = 0;
}
