/*
 * Whatever bytes come, at whatever time: nothing is read or written beyond its place (the sanitizers see that), the client
 * stays in a state that exists, and no grant is held that is not one. LLVMFuzzerTestOneInput for libFuzzer; built with
 * -DFUZZ_ALONE it draws its own bytes, for compilers without it: fuzz_alone ROUNDS SEED.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire.h"

static wire w;
static ward_client client;

static void hold(bool what, const char *text) {
  if (what) return;
  fprintf(stderr, "not so: %s\n", text);
  abort();
}

static void look(void) {
  const ward_result *result = ward_last_result(&client);
  hold(ward_mode_of(&client) <= WARD_STRANGE, "a mode");
  hold(result->kind <= WARD_RESULT_SILENT, "a result");
  hold(client.in_length <= WARD_LINE_MOST && client.out_length <= WARD_LINE_MOST + 1u, "lengths");
  if (result->kind == WARD_RESULT_DONE && result->grant != 0) {
    hold(result->grant > WARD_GRANT_LEAST && result->bytes > 0 && result->bytes <= client.asked_bytes, "a grant");
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A byte below 16 that follows a 0xff is an act of the firmware; all others come over the line. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  wire_open(&w);
  ward_init(&client, &w.port, size > 0 ? data[0] : 0);
  for (size_t at = 0; at < size; at++) {
    const uint8_t act = data[at] == 0xff && at + 1 < size ? data[++at] : 0xff;
    switch (act) {
      case 0: ward_ask(&client, 1, 2048, 30); break;
      case 1: ward_ask(&client, 4, 99, 0); break;
      case 2: ward_report(&client, 1000000001u, 1, 2, true); break;
      case 3: ward_report(&client, 0, 1, 2, false); break;
      case 4: ward_transaction(&client, 1000000001u, true, 5); break;
      case 5: ward_read_state(&client); break;
      case 6: ward_recheck(&client, 1); break;
      case 7: ward_subscribe(&client, 127); break;
      case 8: ward_use_check(&client, !client.check); break;
      case 9: w.now += 600; break;
      case 10: w.now += 15000; break;
      case 11: wire_hear(&w, "OK"); break;
      case 12: wire_hear(&w, "+WARDVER: 1,0,0000003F"); break;
      case 13: wire_hear(&w, "+WARDRDY: 1.0"); break;
      case 14: w.piece = w.piece == 1 ? 0 : 1; break;
      case 15: wire_hear(&w, "+WARDASK: 42,1000000001,20,30,0,0"); break;
      default: wire_say(&w, (const char *)&data[at], 1);
    }
    ward_poll(&client);
    w.sent_length = 0;
    look();
  }
  return 0;
}

#ifdef FUZZ_ALONE
static uint32_t drawn(uint32_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

int main(int argc, char **argv) {
  static const char *const words[] = {"\r\n", "+WARD", "ASK: ", "STAT: ", "EVT: ", "VER: ", "RDY: ", "CHK: ",
                                      "OK\r\n", "ERROR\r\n", "+CME ERROR: ", "1000000001", "4294967295", ",", "42,", "*00"};
  const unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 20000;
  uint32_t state = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) | 1u : 1u;
  uint8_t bytes[512];
  for (unsigned long round = 0; round < rounds; round++) {
    size_t size = 0;
    while (size < sizeof bytes - 20 && drawn(&state) % 60u != 0) {
      const uint32_t what = drawn(&state) % 4u;
      if (what == 0) {
        bytes[size++] = (uint8_t)drawn(&state);
      } else if (what == 1) {
        bytes[size++] = 0xff;
        bytes[size++] = (uint8_t)(drawn(&state) % 16u);
      } else {
        const char *word = words[drawn(&state) % (sizeof words / sizeof words[0])];
        memcpy(&bytes[size], word, strlen(word));
        size += strlen(word);
      }
    }
    LLVMFuzzerTestOneInput(bytes, size);
  }
  printf("fuzz: %lu rounds\n", rounds);
  return 0;
}
#endif
