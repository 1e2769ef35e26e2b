/*
 * A client for cellward's bridge: asks before it sends, reports what it sent, and knows what to do when nobody answers.
 * The protocol is in PROTOCOL.md. C99, no memory from a heap, no stdio, no locks: one `ward_client` a port, everything
 * about it in that structure, and two clients know nothing of each other.
 *
 * Call `ward_poll` from the main loop, at least every 100 ms. It never waits: the transport is read and written by
 * callbacks that take what there is. One request is under way at a time.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef CELLWARD_BRIDGE_H
#define CELLWARD_BRIDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* generated: codes */
#define WARD_VERSION_MAJOR 1u
#define WARD_VERSION_MINOR 0u

#define WARD_LINE_MOST 128u
#define WARD_IN_FLIGHT_MOST 128u
#define WARD_ANSWER_WITHIN_MS 500u
#define WARD_TRIES_MOST 3u
#define WARD_MANAGEMENT_PAUSE_S 900u
#define WARD_GRANT_LEAST 1000000000u
#define WARD_TEXT_WITHIN_S 60u
#define WARD_BYTES_MOST 4294967295u

#define WARD_SERVICE_UNKNOWN 0
#define WARD_SERVICE_UP 1
#define WARD_SERVICE_DOWN 2
#define WARD_SERVICE_NOT_OBSERVABLE 3

#define WARD_LEVEL_NORMAL 0
#define WARD_LEVEL_CONSERVE 1
#define WARD_LEVEL_ESSENTIAL 2
#define WARD_LEVEL_RESERVE_ONLY 3
#define WARD_LEVEL_OFFLINE 4

#define WARD_CLASS_PAYMENT 1
#define WARD_CLASS_MANAGEMENT 2
#define WARD_CLASS_TELEMETRY 3
#define WARD_CLASS_BULK 4

#define WARD_REASON_GRANTED 0
#define WARD_REASON_GRANTED_LESS 1
#define WARD_REASON_LEVEL 2
#define WARD_REASON_PLAN 3
#define WARD_REASON_BUDGET 4
#define WARD_REASON_DEFERRED 5
#define WARD_REASON_SUSPENDED 6
#define WARD_REASON_NO_SERVICE 7
#define WARD_REASON_PERSON 8
#define WARD_REASON_TOO_LARGE 9
#define WARD_REASON_TOO_MANY 10
#define WARD_REASON_TOO_OFTEN 11
#define WARD_REASON_BUSY 12
#define WARD_REASON_STARTING 13
#define WARD_REASON_STORE 14
#define WARD_REASON_UNGUARDED 100
#define WARD_REASON_UNGUARDED_HELD 101

#define WARD_CAUSE_NONE 0
#define WARD_CAUSE_UNKNOWN 1
#define WARD_CAUSE_SUSPENDED 2
#define WARD_CAUSE_OVER_LIMIT 10
#define WARD_CAUSE_POOL_EXHAUSTED 11
#define WARD_CAUSE_CARD_THRESHOLD 12
#define WARD_CAUSE_ARREARS 13
#define WARD_CAUSE_MANUAL_STOP 14
#define WARD_CAUSE_EXPIRED 15
#define WARD_CAUSE_RETENTION 16
#define WARD_CAUSE_CANCELLED 17
#define WARD_CAUSE_REAL_NAME 18
#define WARD_CAUSE_VIOLATION 19
#define WARD_CAUSE_IMEI_SEPARATION 20
#define WARD_CAUSE_AREA_CONTROL 21
#define WARD_CAUSE_NOT_ACTIVATED 22
#define WARD_CAUSE_SUNSET 23
#define WARD_CAUSE_DATA_SWITCHED_OFF 24
#define WARD_CAUSE_DIRECTED_ONLY 25
#define WARD_CAUSE_RAT_NOT_ALLOWED 26
#define WARD_CAUSE_SPEED_CAPPED 27
#define WARD_CAUSE_OWN_LIMIT 28
#define WARD_CAUSE_NO_COVERAGE 40
#define WARD_CAUSE_ROAMING_BARRED 41
#define WARD_CAUSE_CONGESTION 42
#define WARD_CAUSE_NETWORK_FAULT 43
#define WARD_CAUSE_WRONG_APN 44
#define WARD_CAUSE_STALE_DENIAL 45
#define WARD_CAUSE_SIM_ABSENT 60
#define WARD_CAUSE_SIM_LOCKED 61
#define WARD_CAUSE_SIM_FAULTY 62
#define WARD_CAUSE_MODEM_HUNG 63
#define WARD_CAUSE_SERIAL_FAULT 64
#define WARD_CAUSE_WRONG_CLOCK 65
#define WARD_CAUSE_DNS_FAULT 80
#define WARD_CAUSE_BROKER_DOWN 81
#define WARD_CAUSE_SERVER_DOWN 82

#define WARD_CHECK_OTHER 0
#define WARD_CHECK_PERSON 1
#define WARD_CHECK_TOPPED_UP 2
#define WARD_CHECK_RESUMED 3
#define WARD_CHECK_CARD_CHANGED 4
#define WARD_CHECK_FAILED 5

#define WARD_EVENT_LEVEL 1
#define WARD_EVENT_SERVICE 2
#define WARD_EVENT_CAUSE 3
#define WARD_EVENT_BUDGET 4
#define WARD_EVENT_WITHDRAWN 5
#define WARD_EVENT_CLOCK 6
#define WARD_EVENT_LOST 7

#define WARD_CAPABILITY_CHECK 1
#define WARD_CAPABILITY_EVENTS 2
#define WARD_CAPABILITY_TEXT 4
#define WARD_CAPABILITY_RECHECK 8
#define WARD_CAPABILITY_MODEM 16
#define WARD_CAPABILITY_SPELL 32
#define WARD_CAPABILITY_MESSAGES 64

#define WARD_LANGUAGE_EN 0
#define WARD_LANGUAGE_ZH_CN 1

#define WARD_CHARSET_ASCII 0
#define WARD_CHARSET_UTF_8 1
#define WARD_CHARSET_GB18030 2
#define WARD_CHARSET_UCS2 3

#define WARD_ERROR_NO_MODEM 1
#define WARD_ERROR_NOT_ALLOWED 3
#define WARD_ERROR_NOT_SUPPORTED 4
#define WARD_ERROR_WRONG_KEY 16
#define WARD_ERROR_NO_SUCH_GRANT 22
#define WARD_ERROR_WRONG_VALUES 50
#define WARD_ERROR_FAULT 60
#define WARD_ERROR_TIMEOUT 31

#define WARD_MESSAGE_ERROR_DAY_FULL 301
#define WARD_MESSAGE_ERROR_NOT_ALLOWED 302
#define WARD_MESSAGE_ERROR_NOT_SUPPORTED 303
#define WARD_MESSAGE_ERROR_UNFIT 305
#define WARD_MESSAGE_ERROR_NOT_COUNTED 320
#define WARD_MESSAGE_ERROR_NOT_NOW 331
#define WARD_MESSAGE_ERROR_NO_ANSWER 332
#define WARD_MESSAGE_ERROR_UNKNOWN 500

/** The bit of an event kind in the mask of ward_subscribe. */
#define WARD_EVENT_BIT(kind) (1ul << ((kind) - 1))
/* /generated */

/** The class of rank 1 on a gateway. */
#define WARD_CLASS_ALARM WARD_CLASS_PAYMENT

/** What became of a call. */
typedef enum {
  WARD_OK = 0,
  /** Another request is under way; call ward_poll and ask again. */
  WARD_BUSY,
  /** An argument that the protocol does not have. */
  WARD_BAD_ARGUMENT
} ward_status;

/** Who decides at the moment. */
typedef enum {
  /** Nobody answers: the client's own rule holds. So it is after ward_init. */
  WARD_UNGUARDED = 0,
  /** The agent answers. */
  WARD_GUARDED,
  /** The agent answers and speaks another major version: the client's own rule holds. */
  WARD_STRANGE
} ward_mode;

/** What a request has brought. */
typedef enum {
  WARD_RESULT_NONE = 0,
  /** Still under way. */
  WARD_RESULT_PENDING,
  /** ward_ask: `grant` (zero where the agent is silent), `bytes`, `seconds`. Others: it was taken. */
  WARD_RESULT_DONE,
  /** ward_ask: not now; `reason`, and `seconds` until it is worth asking again. */
  WARD_RESULT_REFUSED,
  /**
   * The agent knows the command and not this one's values, or failed at it; `reason` is the number of +CME ERROR. ward_ask:
   * nothing was decided; a payment may go as where nobody answers, and is reported with grant 0, all else waits a minute.
   */
  WARD_RESULT_ERROR,
  /** Nobody answered. Of ward_ask this is never the result: the client's own rule answers it. */
  WARD_RESULT_SILENT
} ward_result_kind;

typedef struct {
  ward_result_kind kind;
  uint32_t grant;
  uint32_t bytes;
  /** How long the grant lasts, or when to ask again. */
  uint32_t seconds;
  /** WARD_REASON_..., or the number of +CME ERROR. */
  uint16_t reason;
} ward_result;

/** The last answer to AT+WARDSTAT?. */
typedef struct {
  uint32_t sequence;
  uint32_t check_again_s;
  uint16_t cause;
  uint8_t service;
  uint8_t level;
  uint8_t confidence;
  bool clock_trusted;
  /** False until the first answer. */
  bool known;
} ward_state;

/** A line that came by itself: +WARDEVT, with up to five values behind its kind. */
typedef struct {
  uint32_t sequence;
  uint32_t values[5];
  uint8_t kind;
  uint8_t count;
} ward_event;

struct ward_client;

typedef struct {
  /** Sends what it can take now of `length` bytes and says how many. A line is gone on with at the next poll. */
  size_t (*send)(void *context, const uint8_t *bytes, size_t length);
  /** Reads what is there, at most `most` bytes; 0 when nothing is. */
  size_t (*receive)(void *context, uint8_t *bytes, size_t most);
  /** Milliseconds that rise and may wrap. */
  uint32_t (*now_ms)(void *context);
  /** Optional. The client may be asked nothing from within. */
  void (*on_event)(void *context, const ward_event *event);
  /** Optional. The mode changed. */
  void (*on_mode)(void *context, ward_mode mode);
  void *context;
} ward_port;

/** Everything about one client; look at nothing in it but through the functions. */
typedef struct ward_client {
  const ward_port *port;
  ward_result result;
  ward_state state;
  uint32_t mask;
  uint32_t reference;
  uint32_t sent_at;
  uint32_t probed_at;
  uint32_t managed_at;
  /* Bytes of the present spell without an agent, and its number. */
  uint32_t spell;
  uint32_t spell_up;
  uint32_t spell_down;
  /* The request of the caller, to be repeated, or asked of the client's own rule. */
  uint32_t asked_bytes;
  uint8_t asked_class;
  uint8_t command;
  uint8_t tries;
  /* Answers that are still to come for the present line, and for the one before it. */
  uint8_t owed;
  uint8_t late;
  uint8_t mode;
  bool managed;
  bool owes_mask;
  bool owes_spell;
  bool fresh;
  bool check;
  bool overlong;
  bool answered;
  uint8_t out_length;
  uint8_t out_at;
  uint8_t in_length;
  /* Between two line ends. */
  char out[WARD_LINE_MOST + 2];
  char in[WARD_LINE_MOST];
} ward_client;

/**
 * Begins in the state of a cold boot: unguarded, and the agent is looked for. `port` has to outlive the client. `seed` is
 * another number at each start (a boot counter, the time, noise): by it the agent tells what was sent without it in this
 * run from what was sent in the last one.
 */
void ward_init(ward_client *client, const ward_port *port, uint32_t seed);

/** Every line carries a check byte from now on: for wires that lose more than they should. */
void ward_use_check(ward_client *client, bool check);

/** Reads, writes, counts the time. Never waits. */
void ward_poll(ward_client *client);

/**
 * May `bytes` be sent for this class, within so many seconds (0: not told)? The answer is in ward_result once that is not
 * pending. With a grant: send at most `bytes` of it, then call ward_report. Where the agent is silent, the answer comes
 * at once from the client's own rule, with grant 0.
 */
ward_status ward_ask(ward_client *client, uint8_t of_class, uint32_t bytes, uint32_t within_s);

/**
 * What was sent and received on a grant so far: totals, so that a repeat is harmless; `last` closes the grant. For grant
 * 0 the bytes are added to those that the agent is told when it is there again, and nothing is sent now.
 */
ward_status ward_report(ward_client *client, uint32_t grant, uint32_t up, uint32_t down, bool last);

/** How a transaction ended and how long it took. Grant 0: done while the agent was silent. */
ward_status ward_transaction(ward_client *client, uint32_t grant, bool good, uint32_t ms);

/** Reads the state; ward_last_state has it when the result is done. */
ward_status ward_read_state(ward_client *client);

/** Asks the agent to look again: WARD_CHECK_.... Done: it looks now; refused: `seconds` until it would. */
ward_status ward_recheck(ward_client *client, uint8_t why);

/** Which events are wanted: bits WARD_EVENT_BIT(kind). Kept, and told again to an agent that was started anew. */
void ward_subscribe(ward_client *client, uint32_t mask);

ward_mode ward_mode_of(const ward_client *client);
const ward_result *ward_last_result(const ward_client *client);
const ward_state *ward_last_state(const ward_client *client);

#ifdef __cplusplus
}
#endif
#endif
