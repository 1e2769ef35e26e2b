/* Every vector that has a call, or none and only lines for the client: what is sent, and what is made of the answer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire.h"

#define MOST_LINES 80

typedef struct {
  char name[160];
  char call[64];
  char send[160];
  char receive[MOST_LINES][160];
  unsigned received;
  char result[96];
  char event[96];
  char mode[32];
} vector;

static unsigned failed = 0;
static unsigned proved = 0;

static void expect(const vector *v, const char *what, const char *wanted, const char *found) {
  if (strcmp(wanted, found) == 0) return;
  failed++;
  printf("%s\n  %s\n  wanted %s\n  found  %s\n", v->name, what, wanted, found);
}

static ward_status call(ward_client *client, const char *text) {
  char verb[24];
  unsigned long a = 0, b = 0, c = 0, d = 0;
  if (sscanf(text, "%23s %lu %lu %lu %lu", verb, &a, &b, &c, &d) < 1) return WARD_BAD_ARGUMENT;
  if (strcmp(verb, "ask") == 0) return ward_ask(client, (uint8_t)a, (uint32_t)b, (uint32_t)c);
  if (strcmp(verb, "use") == 0) return ward_report(client, (uint32_t)a, (uint32_t)b, (uint32_t)c, d == 1);
  if (strcmp(verb, "transaction") == 0) return ward_transaction(client, (uint32_t)a, b == 1, (uint32_t)c);
  if (strcmp(verb, "state") == 0) return ward_read_state(client);
  if (strcmp(verb, "check") == 0) return ward_recheck(client, (uint8_t)a);
  return WARD_BAD_ARGUMENT;
}

static void result_text(const ward_result *result, char *text, size_t size) {
  static const char *const kinds[] = {"none", "pending", "done", "refused", "error", "silent"};
  if (result->kind == WARD_RESULT_PENDING) {
    snprintf(text, size, "pending");
    return;
  }
  snprintf(text, size, "%s %lu %lu %lu %u", kinds[result->kind], (unsigned long)result->grant,
           (unsigned long)result->bytes, (unsigned long)result->seconds, (unsigned)result->reason);
}

static void event_text(const wire *w, char *text, size_t size) {
  int at = snprintf(text, size, "%lu %u", (unsigned long)w->event.sequence, (unsigned)w->event.kind);
  for (uint8_t value = 0; value < w->event.count && at > 0 && (size_t)at < size; value++) {
    at += snprintf(&text[at], size - (size_t)at, " %lu", (unsigned long)w->event.values[value]);
  }
  if (w->events == 0) text[0] = '\0';
}

/* The state that the client holds is the answer's own values again. */
static void prove_state(const vector *v, const ward_client *client) {
  const ward_state *s = ward_last_state(client);
  char found[160];
  if (strcmp(v->call, "state") != 0) return;
  snprintf(found, sizeof found, "+WARDSTAT: %lu,%u,%u,%u,%u,%lu,%u", (unsigned long)s->sequence, (unsigned)s->service,
           (unsigned)s->level, (unsigned)s->cause, (unsigned)s->confidence, (unsigned long)s->check_again_s,
           s->clock_trusted ? 1u : 0u);
  expect(v, "state", v->receive[0], found);
}

static void prove(const vector *v, size_t piece) {
  static const char *const modes[] = {"unguarded", "guarded", "strange"};
  wire w;
  ward_client client;
  char text[256];
  wire_open(&w);
  w.piece = piece;
  wire_guarded(&w, &client, 41);
  if (v->call[0] != '\0') {
    if (call(&client, v->call) != WARD_OK) expect(v, "call", "taken", "refused");
    wire_settle(&w, &client);
    snprintf(text, sizeof text, "%s\r", v->send);
    w.sent[w.sent_length] = '\0';
    expect(v, "sent", text, w.sent);
  }
  for (unsigned line = 0; line < v->received; line++) {
    wire_hear(&w, v->receive[line]);
    wire_settle(&w, &client);
  }
  if (v->result[0] != '\0') {
    result_text(ward_last_result(&client), text, sizeof text);
    expect(v, "result", v->result, text);
    prove_state(v, &client);
  }
  event_text(&w, text, sizeof text);
  expect(v, "event", v->event, text);
  if (v->mode[0] != '\0') expect(v, "mode", v->mode, modes[ward_mode_of(&client)]);
  proved++;
}

static void copy(char *to, size_t size, const char *from) { snprintf(to, size, "%s", from); }

static void take(vector *v, const char *word, const char *rest) {
  if (strcmp(word, "vector") == 0) {
    memset(v, 0, sizeof *v);
    copy(v->name, sizeof v->name, rest);
  } else if (strcmp(word, "call") == 0) copy(v->call, sizeof v->call, rest);
  else if (strcmp(word, "send") == 0) copy(v->send, sizeof v->send, rest);
  else if (strcmp(word, "receive") == 0 && v->received < MOST_LINES) copy(v->receive[v->received++], 160, rest);
  else if (strcmp(word, "result") == 0) copy(v->result, sizeof v->result, rest);
  else if (strcmp(word, "event") == 0) copy(v->event, sizeof v->event, rest);
  else if (strcmp(word, "mode") == 0) copy(v->mode, sizeof v->mode, rest);
  else if (strcmp(word, "end") == 0 && (v->call[0] != '\0' || v->send[0] == '\0')) {
    static const size_t pieces[] = {0, 1, 3, 7};
    for (size_t at = 0; at < sizeof pieces / sizeof pieces[0]; at++) prove(v, pieces[at]);
  }
}

static void prove_file(const char *path) {
  static vector v;
  char line[512];
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    printf("%s cannot be read\n", path);
    failed++;
    return;
  }
  while (fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "\n")] = '\0';
    if (line[0] == '#' || line[0] == '\0') continue;
    char *rest = strchr(line, ' ');
    if (rest != NULL) *rest++ = '\0';
    take(&v, line, rest == NULL ? "" : rest);
  }
  fclose(file);
}

int main(int argc, char **argv) {
  for (int at = 1; at < argc; at++) prove_file(argv[at]);
  printf("%u vectors proved, %u faults\n", proved, failed);
  return failed == 0 && proved > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
