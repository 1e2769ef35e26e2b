/* What the vectors do not show: time, silence, damage, several clients. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire.h"

static unsigned failed = 0;

#define CHECK(what)                                                \
  do {                                                             \
    if (!(what)) {                                                 \
      failed++;                                                    \
      printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #what);    \
    }                                                              \
  } while (0)

static wire w;
static ward_client client;

static bool was_sent(const char *text) {
  w.sent[w.sent_length < sizeof w.sent ? w.sent_length : sizeof w.sent - 1] = '\0';
  return strstr(w.sent, text) != NULL;
}

static void pass(uint32_t ms) {
  for (uint32_t past = 0; past < ms; past += 50) {
    w.now += 50;
    wire_settle(&w, &client);
  }
}

static void a_cold_boot_allows_payments_and_looks_for_the_agent(void) {
  wire_open(&w);
  ward_init(&client, &w.port, 7);
  wire_settle(&w, &client);
  CHECK(was_sent("ATE0Q0V1+CMEE=1;+WARDVER?\r"));
  CHECK(ward_mode_of(&client) == WARD_UNGUARDED);
  CHECK(ward_ask(&client, WARD_CLASS_PAYMENT, 2048, 30) == WARD_OK);
  CHECK(ward_last_result(&client)->kind == WARD_RESULT_DONE && ward_last_result(&client)->grant == 0);
  CHECK(ward_last_result(&client)->reason == WARD_REASON_UNGUARDED);
  CHECK(ward_ask(&client, WARD_CLASS_TELEMETRY, 2048, 30) == WARD_OK);
  CHECK(ward_last_result(&client)->kind == WARD_RESULT_REFUSED);
  w.sent_length = 0;
  pass(30000);
  unsigned probes = 0;
  for (const char *at = w.sent; (at = strstr(at, "+WARDVER?")) != NULL && at < &w.sent[w.sent_length]; at++) probes++;
  CHECK(probes >= 2 && probes <= 4);
}

static void management_has_one_message_in_15_minutes_without_an_agent(void) {
  wire_open(&w);
  ward_init(&client, &w.port, 7);
  /* Across the moment at which the clock's 32 bits begin again. */
  w.now = UINT32_MAX - 60000u;
  for (int round = 0; round < 3; round++) {
    CHECK(ward_ask(&client, WARD_CLASS_MANAGEMENT, 500, 0) == WARD_OK);
    CHECK(ward_last_result(&client)->kind == WARD_RESULT_DONE);
    pass(60000);
    CHECK(ward_ask(&client, WARD_CLASS_MANAGEMENT, 500, 0) == WARD_OK);
    CHECK(ward_last_result(&client)->kind == WARD_RESULT_REFUSED && ward_last_result(&client)->seconds <= 841);
    pass(841000);
  }
}

static void three_times_500_ms_without_an_answer_is_silence(void) {
  wire_open(&w);
  wire_guarded(&w, &client, 41);
  CHECK(ward_ask(&client, WARD_CLASS_BULK, 2048, 30) == WARD_OK);
  CHECK(ward_ask(&client, WARD_CLASS_BULK, 2048, 30) == WARD_BUSY);
  pass(1400);
  CHECK(ward_last_result(&client)->kind == WARD_RESULT_PENDING);
  pass(200);
  CHECK(ward_last_result(&client)->kind == WARD_RESULT_REFUSED);
  CHECK(ward_last_result(&client)->reason == WARD_REASON_UNGUARDED_HELD);
  CHECK(w.mode == WARD_UNGUARDED);
  CHECK(strcmp((w.sent[w.sent_length] = '\0', w.sent),
               "AT+WARDASK=42,4,2048,30\r\rAT+WARDASK=42,4,2048,30\r\rAT+WARDASK=42,4,2048,30\r") == 0);
}

static void what_was_sent_alone_is_reported_once_the_agent_is_there(void) {
  three_times_500_ms_without_an_answer_is_silence();
  CHECK(ward_report(&client, 0, 1200, 800, true) == WARD_OK);
  CHECK(ward_report(&client, 0, 100, 50, true) == WARD_OK);
  ward_subscribe(&client, WARD_EVENT_BIT(WARD_EVENT_LEVEL));
  w.sent_length = 0;
  wire_hear(&w, "+WARDRDY: 1.0");
  wire_settle(&w, &client);
  CHECK(w.mode == WARD_GUARDED);
  CHECK(was_sent("AT+WARDSUB=1\r"));
  wire_hear(&w, "OK");
  wire_settle(&w, &client);
  CHECK(was_sent("AT+WARDUSE=0,1300,850,1,41\r"));
  /* The OK is lost; the same line again is what the agent knows already. */
  w.sent_length = 0;
  pass(550);
  CHECK(was_sent("AT+WARDUSE=0,1300,850,1,41\r"));
  wire_hear(&w, "OK");
  wire_settle(&w, &client);
  w.sent_length = 0;
  ward_report(&client, 0, 5, 5, true);
  wire_settle(&w, &client);
  CHECK(was_sent("AT+WARDUSE=0,5,5,1,") && !was_sent(",41\r"));
}

static void a_late_answer_is_not_the_next_commands(void) {
  wire_open(&w);
  wire_guarded(&w, &client, 41);
  ward_ask(&client, WARD_CLASS_PAYMENT, 2048, 30);
  pass(550);
  wire_hear(&w, "+WARDASK: 42,1000000001,2048,30,0,0");
  wire_hear(&w, "OK");
  wire_settle(&w, &client);
  CHECK(ward_last_result(&client)->grant == 1000000001u);
  ward_report(&client, 1000000001u, 10, 10, true);
  wire_settle(&w, &client);
  /* Of the line that was sent twice. */
  wire_hear(&w, "+WARDASK: 42,1000000001,2048,30,0,0");
  wire_hear(&w, "OK");
  wire_settle(&w, &client);
  CHECK(ward_last_result(&client)->kind == WARD_RESULT_PENDING);
  wire_hear(&w, "OK");
  wire_settle(&w, &client);
  CHECK(ward_last_result(&client)->kind == WARD_RESULT_DONE);
}

static void a_restarted_agent_is_asked_again(void) {
  wire_open(&w);
  wire_guarded(&w, &client, 41);
  ward_ask(&client, WARD_CLASS_PAYMENT, 2048, 30);
  wire_settle(&w, &client);
  w.sent_length = 0;
  wire_hear(&w, "+WARDRDY: 1.3");
  wire_settle(&w, &client);
  CHECK(was_sent("AT+WARDASK=42,1,2048,30\r"));
  wire_hear(&w, "+WARDASK: 42,1000000005,2048,30,0,0");
  wire_hear(&w, "OK");
  wire_settle(&w, &client);
  CHECK(ward_last_result(&client)->kind == WARD_RESULT_DONE);
}

static void another_major_version_is_as_if_nobody_were_there(void) {
  wire_open(&w);
  ward_init(&client, &w.port, 7);
  wire_settle(&w, &client);
  wire_hear(&w, "+WARDVER: 2,0,00000000");
  wire_hear(&w, "OK");
  wire_settle(&w, &client);
  CHECK(ward_mode_of(&client) == WARD_STRANGE);
  CHECK(ward_ask(&client, WARD_CLASS_BULK, 1, 0) == WARD_OK);
  CHECK(ward_last_result(&client)->kind == WARD_RESULT_REFUSED);
}

/* Every byte of every answer lost once: never another grant than the agent's. */
static void a_lost_byte_is_never_a_wrong_grant(void) {
  static const char answer[] = "\r\n+WARDASK: 42,1000000321,2048,30,0,0\r\n\r\nOK\r\n";
  for (size_t lost = 0; lost < sizeof answer - 1; lost++) {
    wire_open(&w);
    wire_guarded(&w, &client, 41);
    ward_ask(&client, WARD_CLASS_PAYMENT, 2048, 30);
    wire_settle(&w, &client);
    for (int round = 0; round < 3 && ward_last_result(&client)->kind == WARD_RESULT_PENDING; round++) {
      wire_say(&w, answer, round == 0 ? lost : sizeof answer - 1);
      if (round == 0) wire_say(&w, &answer[lost + 1], sizeof answer - 2 - lost);
      wire_settle(&w, &client);
      pass(500);
    }
    const ward_result *result = ward_last_result(&client);
    CHECK(result->kind == WARD_RESULT_DONE);
    CHECK(result->grant == 1000000321u && result->bytes > 0 && result->bytes <= 2048 && result->seconds <= 30);
  }
}

/* Where the first line lost its end on the way, the second one must not be read as the rest of it. */
static void a_line_that_is_sent_again_begins_a_line(void) {
  wire_open(&w);
  wire_guarded(&w, &client, 41);
  ward_use_check(&client, true);
  ward_ask(&client, UINT8_C(4), UINT32_MAX, UINT32_MAX);
  wire_settle(&w, &client);
  CHECK(w.sent[0] == 'A');
  w.sent_length = 0;
  w.piece = 1;
  pass(550);
  CHECK(was_sent("\rAT+WARDASK=42,4,4294967295,4294967295*") && w.sent[0] == '\r');
}

/* What the wire did not take is no line yet: a line end would make another command of it. */
static void half_a_line_that_the_wire_holds_is_not_ended(void) {
  wire_open(&w);
  wire_guarded(&w, &client, 41);
  ward_report(&client, 0, 1300, 850, true);
  w.sent_length = sizeof w.sent - 25;
  wire_settle(&w, &client);
  pass(550);
  w.sent_length = 0;
  wire_settle(&w, &client);
  CHECK(w.sent[0] == 'A');
}

static uint8_t check_of(const char *text) {
  uint8_t check = 0;
  while (*text != '\0') check = (uint8_t)(check ^ (uint8_t)*text++);
  return check;
}

static void with_check_bytes_no_damaged_line_is_believed(void) {
  static const char good[] = "+WARDASK: 42,1000000321,2048,30,0,0";
  for (size_t at = 0; at < sizeof good - 1; at++) {
    char line[64];
    wire_open(&w);
    wire_guarded(&w, &client, 41);
    ward_use_check(&client, true);
    ward_ask(&client, WARD_CLASS_PAYMENT, 2048, 30);
    wire_settle(&w, &client);
    CHECK(was_sent("AT+WARDASK=42,1,2048,30*"));
    snprintf(line, sizeof line, "%s*%02X", good, (unsigned)check_of(good));
    line[at] = (char)(line[at] ^ 1);
    wire_hear(&w, line);
    wire_hear(&w, "OK");
    wire_settle(&w, &client);
    CHECK(ward_last_result(&client)->kind == WARD_RESULT_PENDING);
    line[at] = (char)(line[at] ^ 1);
    wire_hear(&w, line);
    wire_hear(&w, "OK");
    wire_settle(&w, &client);
    CHECK(ward_last_result(&client)->grant == 1000000321u);
  }
}

static void arguments_that_the_protocol_does_not_have_are_refused(void) {
  wire_open(&w);
  wire_guarded(&w, &client, 41);
  CHECK(ward_ask(&client, 0, 1, 0) == WARD_BAD_ARGUMENT);
  CHECK(ward_ask(&client, 5, 1, 0) == WARD_BAD_ARGUMENT);
  CHECK(ward_ask(&client, 1, 0, 0) == WARD_BAD_ARGUMENT);
  CHECK(w.sent_length == 0);
}

static void two_clients_know_nothing_of_each_other(void) {
  static wire other_wire;
  static ward_client other;
  wire_open(&w);
  wire_open(&other_wire);
  wire_guarded(&w, &client, 41);
  wire_guarded(&other_wire, &other, 90);
  ward_ask(&client, WARD_CLASS_PAYMENT, 10, 0);
  ward_ask(&other, WARD_CLASS_BULK, 20, 0);
  wire_settle(&w, &client);
  wire_settle(&other_wire, &other);
  wire_hear(&other_wire, "+WARDASK: 91,0,0,0,2,60");
  wire_hear(&other_wire, "OK");
  wire_settle(&other_wire, &other);
  wire_settle(&w, &client);
  CHECK(ward_last_result(&client)->kind == WARD_RESULT_PENDING);
  CHECK(ward_last_result(&other)->kind == WARD_RESULT_REFUSED);
}

int main(void) {
  a_cold_boot_allows_payments_and_looks_for_the_agent();
  management_has_one_message_in_15_minutes_without_an_agent();
  three_times_500_ms_without_an_answer_is_silence();
  what_was_sent_alone_is_reported_once_the_agent_is_there();
  a_late_answer_is_not_the_next_commands();
  a_restarted_agent_is_asked_again();
  another_major_version_is_as_if_nobody_were_there();
  a_lost_byte_is_never_a_wrong_grant();
  a_line_that_is_sent_again_begins_a_line();
  half_a_line_that_the_wire_holds_is_not_ended();
  with_check_bytes_no_damaged_line_is_believed();
  arguments_that_the_protocol_does_not_have_are_refused();
  two_clients_know_nothing_of_each_other();
  printf("client: %u faults\n", failed);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
