/* A port in memory, and a clock that stands still until it is moved. For the tests of the client. */
#ifndef WIRE_H
#define WIRE_H

#include "../cellward_bridge.h"

typedef struct {
  char sent[4096];
  size_t sent_length;
  char waiting[4096];
  size_t waiting_length;
  size_t waiting_at;
  uint32_t now;
  /* Bytes that a call takes or gives at most; 0: all. */
  size_t piece;
  ward_event event;
  unsigned events;
  ward_mode mode;
  ward_port port;
} wire;

void wire_open(wire *w);
void wire_hear(wire *w, const char *line);
void wire_say(wire *w, const char *bytes, size_t length);
/* Polls until nothing moves any more. */
void wire_settle(wire *w, ward_client *client);
/* A client that has found an agent of version 1.0; what it sent for that is forgotten. */
void wire_guarded(wire *w, ward_client *client, uint32_t seed);

#endif
