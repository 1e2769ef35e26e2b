/* SPDX-License-Identifier: Apache-2.0 */
#include "cellward_bridge.h"

#include <string.h>

/* While nobody answers, the agent is looked for this often. */
#define PROBE_EVERY_MS 10000u
/* What is read in one poll at most: a line that floods must not hold the main loop. */
#define READ_PIECES 8u
#define READ_PIECE 32u
#define MOST_VALUES 7u

enum { NOTHING, PROBE, MASK, SPELL, ASK, USE, TRANSACTION, STATE, CHECK };

static uint32_t now_of(const ward_client *client) { return client->port->now_ms(client->port->context); }

/* ---- Lines to the agent ---- */

static void put_text(ward_client *client, const char *text) {
  while (*text != '\0' && client->out_length <= WARD_LINE_MOST) client->out[client->out_length++] = *text++;
}

static void put_number(ward_client *client, uint32_t number) {
  char digits[11];
  uint8_t at = sizeof digits - 1u;
  digits[at] = '\0';
  do {
    digits[--at] = (char)('0' + (char)(number % 10u));
    number /= 10u;
  } while (number != 0u);
  put_text(client, &digits[at]);
}

static void put_value(ward_client *client, uint32_t number) {
  put_text(client, ",");
  put_number(client, number);
}

static uint8_t check_of(const char *text, uint8_t length) {
  uint8_t check = 0;
  for (uint8_t at = 0; at < length; at++) check = (uint8_t)(check ^ (uint8_t)text[at]);
  return check;
}

/*
 * A line that goes out anew begins with the line end that the first one may have lost on the way: else it would be read as the rest
 * of that. Not where the first one did not go out whole, which would become another command by it.
 */
static void send_again(ward_client *client) {
  const bool whole = client->tries > 0u && client->out_at == client->out_length;
  client->out_at = whole ? 0 : 1;
  client->answered = false;
  client->sent_at = now_of(client);
  client->tries++;
  client->owed++;
}

static void begin_line(ward_client *client, uint8_t command, const char *text) {
  client->command = command;
  client->tries = 0;
  client->owed = 0;
  client->out[0] = '\r';
  client->out_length = 1;
  put_text(client, text);
}

static void end_line(ward_client *client) {
  static const char hex[] = "0123456789ABCDEF";
  if (client->check) {
    const uint8_t check = check_of(&client->out[3], (uint8_t)(client->out_length - 3u));
    const char digits[4] = {'*', hex[check >> 4], hex[check & 15u], '\0'};
    put_text(client, digits);
  }
  client->out[client->out_length++] = '\r';
  send_again(client);
}

static void flush_out(ward_client *client) {
  if (client->command == NOTHING || client->out_at >= client->out_length) return;
  const size_t left = (size_t)(client->out_length - client->out_at);
  const size_t taken =
      client->port->send(client->port->context, (const uint8_t *)&client->out[client->out_at], left);
  client->out_at = (uint8_t)(client->out_at + (taken < left ? taken : left));
}

/* ---- Who decides ---- */

static void set_mode(ward_client *client, ward_mode mode) {
  if (client->mode == (uint8_t)mode) return;
  client->mode = (uint8_t)mode;
  if (client->port->on_mode != NULL) client->port->on_mode(client->port->context, mode);
}

/* The rule for an agent that is silent: rank 1 is allowed, management one message in 15 minutes, all else is held. */
static void answer_alone(ward_client *client) {
  ward_result *result = &client->result;
  const uint32_t now = now_of(client);
  const uint32_t pause = WARD_MANAGEMENT_PAUSE_S;
  bool allowed = client->asked_class == WARD_CLASS_PAYMENT;
  uint32_t wait = pause;
  if (client->asked_class == WARD_CLASS_MANAGEMENT) {
    const uint32_t since = (now - client->managed_at) / 1000u;
    allowed = !client->managed || since >= pause;
    if (allowed) {
      client->managed = true;
      client->managed_at = now;
    } else {
      wait = pause - since;
    }
  }
  result->kind = allowed ? WARD_RESULT_DONE : WARD_RESULT_REFUSED;
  result->grant = 0;
  result->bytes = allowed ? client->asked_bytes : 0u;
  result->seconds = allowed ? 0u : wait;
  result->reason = allowed ? WARD_REASON_UNGUARDED : WARD_REASON_UNGUARDED_HELD;
}

static void agent_is_silent(ward_client *client) {
  const uint8_t command = client->command;
  client->command = NOTHING;
  client->probed_at = now_of(client);
  set_mode(client, WARD_UNGUARDED);
  if (command == ASK) answer_alone(client);
  else if (command > ASK) client->result.kind = WARD_RESULT_SILENT;
}

static void agent_is_there(ward_client *client, uint32_t major, bool anew) {
  if (major != WARD_VERSION_MAJOR) {
    set_mode(client, WARD_STRANGE);
    return;
  }
  if (anew || client->mode != WARD_GUARDED) client->owes_mask = client->mask != 0u;
  if (anew) client->state.known = false;
  client->owes_spell = (client->spell_up | client->spell_down) != 0u;
  set_mode(client, WARD_GUARDED);
}

/* ---- Lines from the agent ---- */

/* Numbers between commas; whatever stands behind the last one that is wanted is ignored. False when one is no number. */
static bool read_values(const char *text, uint8_t length, uint32_t *values, uint8_t wanted, uint8_t *found) {
  uint8_t at = 0;
  *found = 0;
  while (*found < wanted) {
    uint32_t number = 0;
    uint8_t digits = 0;
    while (at < length && text[at] >= '0' && text[at] <= '9') {
      const uint32_t digit = (uint32_t)(text[at] - '0');
      if (digits == 10u || number > 429496729u || (number == 429496729u && digit > 5u)) return false;
      number = number * 10u + digit;
      digits++;
      at++;
    }
    if (digits == 0u || (at < length && text[at] != ',')) return false;
    values[(*found)++] = number;
    if (at == length) return true;
    at++;
  }
  return true;
}

/* What stands behind the name that the line begins with; NULL when it begins otherwise. */
static const char *after(const char *line, uint8_t *length, const char *name) {
  const size_t size = strlen(name);
  if (*length < size || memcmp(line, name, size) != 0) return NULL;
  *length = (uint8_t)(*length - size);
  return line + size;
}

static void take_ask(ward_client *client, const uint32_t *values) {
  ward_result *result = &client->result;
  const uint32_t grant = values[1];
  if (values[0] != client->reference) return;
  /* A grant has ten digits and is never more than was asked for: a number that lost a digit on the way is neither. */
  if (grant != 0u && (grant <= WARD_GRANT_LEAST || values[2] == 0u || values[2] > client->asked_bytes)) return;
  /* Nothing can be sent in a grant that is over. It may be a time that lost a digit: the same question again tells. */
  if (grant != 0u && values[3] == 0u && client->tries < WARD_TRIES_MOST) return;
  const bool known = values[4] <= WARD_REASON_GRANTED_LESS;
  /* A reason that this client does not know is a refusal. */
  const bool granted = grant != 0u && known && values[3] != 0u;
  result->grant = granted ? grant : 0u;
  result->bytes = granted ? values[2] : 0u;
  result->reason = (uint16_t)(values[4] > 0xffffu ? 0xffffu : values[4]);
  result->seconds = granted ? values[3] : values[5];
  if (!granted && known) {
    result->reason = WARD_REASON_BUSY;
    if (values[5] == 0u) result->seconds = 1;
  }
  client->answered = true;
}

static void take_state(ward_client *client, const uint32_t *values) {
  ward_state *state = &client->state;
  state->sequence = values[0];
  state->service = (uint8_t)(values[1] > 0xffu ? 0xffu : values[1]);
  /* A level that this client does not know is stricter than those that it knows. */
  state->level = (uint8_t)(values[2] > 0xffu ? 0xffu : values[2]);
  state->cause = (uint16_t)(values[3] > 0xffffu ? 0xffffu : values[3]);
  state->confidence = (uint8_t)(values[4] > 100u ? 100u : values[4]);
  state->check_again_s = values[5];
  state->clock_trusted = values[6] == 1u;
  state->known = true;
  client->answered = true;
}

static void take_event(ward_client *client, const uint32_t *values, uint8_t count) {
  ward_event event;
  memset(&event, 0, sizeof event);
  event.sequence = values[0];
  event.kind = (uint8_t)(values[1] > 0xffu ? 0xffu : values[1]);
  event.count = (uint8_t)(count - 2u);
  for (uint8_t at = 0; at < event.count; at++) event.values[at] = values[at + 2u];
  if (event.kind == WARD_EVENT_LEVEL && event.count > 0u) {
    client->state.level = (uint8_t)(event.values[0] > 0xffu ? 0xffu : event.values[0]);
  }
  client->state.sequence = event.sequence;
  if (client->port->on_event != NULL) client->port->on_event(client->port->context, &event);
}

/*
 * A result code belongs to the oldest line that is still unanswered. What a line that was sent twice has coming after its
 * first answer must not be taken for the answer to the next one.
 */
static bool is_late(ward_client *client) {
  if (client->late == 0u || client->answered) return false;
  client->late--;
  return true;
}

static void finish(ward_client *client, ward_result_kind kind, uint32_t reason) {
  const uint8_t command = client->command;
  client->command = NOTHING;
  client->late = client->owed;
  if (command == MASK) client->owes_mask = false;
  if (command == SPELL) {
    client->owes_spell = false;
    client->spell_up = 0;
    client->spell_down = 0;
    client->spell = client->spell * 1664525u + 1013904223u;
  }
  if (command < ASK) return;
  client->result.kind = kind;
  if (kind == WARD_RESULT_ERROR) client->result.reason = (uint16_t)(reason > 0xffffu ? 0xffffu : reason);
}

static void take_ok(ward_client *client) {
  const uint8_t command = client->command;
  const bool needs_answer = command == PROBE || command == ASK || command == STATE || command == CHECK;
  if (command == NOTHING || client->out_at < client->out_length || is_late(client)) return;
  if (client->owed > 0u) client->owed--;
  if (needs_answer && !client->answered) {
    /* The answer was lost on the way: the same question again, which grants nothing twice. */
    if (client->tries < WARD_TRIES_MOST) send_again(client);
    else agent_is_silent(client);
    return;
  }
  const bool refused = (command == ASK && client->result.grant == 0u) || (command == CHECK && client->result.bytes == 0u);
  finish(client, refused ? WARD_RESULT_REFUSED : WARD_RESULT_DONE, 0);
}

/* A line that was damaged on the way there is an error as well: it is tried again before it is believed. */
static void take_error(ward_client *client, uint32_t number) {
  const bool damaged = number == 0u || number == WARD_ERROR_WRONG_VALUES || number == WARD_ERROR_NOT_SUPPORTED;
  if (client->command == NOTHING || client->out_at < client->out_length || is_late(client)) return;
  if (client->owed > 0u) client->owed--;
  if (damaged && client->tries < WARD_TRIES_MOST) {
    send_again(client);
    return;
  }
  if (client->command == PROBE) {
    agent_is_silent(client);
    return;
  }
  finish(client, WARD_RESULT_ERROR, number);
}

static void take_guarded_line(ward_client *client, const char *line, uint8_t length) {
  uint32_t values[MOST_VALUES];
  uint8_t found = 0;
  uint8_t rest = length;
  const char *text;
  if ((text = after(line, &rest, "+WARDRDY: ")) != NULL) {
    uint8_t dot = 0;
    while (dot < rest && text[dot] != '.') dot++;
    if (!read_values(text, dot, values, 1, &found)) return;
    agent_is_there(client, values[0], true);
    /* Whatever was asked before the start is not known to it. */
    if (client->command != NOTHING) {
      client->tries = 0;
      send_again(client);
    }
  } else if ((text = after(line, &rest, "+WARDVER: ")) != NULL) {
    if (client->command != PROBE || !read_values(text, rest, values, 2, &found) || found < 2u) return;
    client->answered = true;
    agent_is_there(client, values[0], false);
  } else if ((text = after(line, &rest, "+WARDASK: ")) != NULL) {
    if (client->command == ASK && read_values(text, rest, values, 6, &found) && found == 6u) take_ask(client, values);
  } else if ((text = after(line, &rest, "+WARDSTAT: ")) != NULL) {
    if (client->command == STATE && read_values(text, rest, values, 7, &found) && found == 7u) take_state(client, values);
  } else if ((text = after(line, &rest, "+WARDCHK: ")) != NULL) {
    if (client->command != CHECK || !read_values(text, rest, values, 2, &found) || found < 2u) return;
    client->result.bytes = values[0];
    client->result.seconds = values[1];
    client->answered = true;
  } else if ((text = after(line, &rest, "+WARDEVT: ")) != NULL) {
    if (read_values(text, rest, values, MOST_VALUES, &found) && found >= 2u) take_event(client, values, found);
  }
}

static uint8_t hex_of(char digit) {
  if (digit >= '0' && digit <= '9') return (uint8_t)(digit - '0');
  if (digit >= 'A' && digit <= 'F') return (uint8_t)(digit - 'A' + 10);
  return 16;
}

static void take_line(ward_client *client) {
  const char *line = client->in;
  uint8_t length = client->in_length;
  uint32_t number = 0;
  uint8_t found = 0;
  uint8_t rest = length;
  const char *text;
  if (length == 2u && memcmp(line, "OK", 2) == 0) {
    take_ok(client);
  } else if (length == 5u && memcmp(line, "ERROR", 5) == 0) {
    take_error(client, 0);
  } else if ((text = after(line, &rest, "+CME ERROR: ")) != NULL) {
    if (read_values(text, rest, &number, 1, &found)) take_error(client, number);
  } else if (length > 5u && memcmp(line, "+WARD", 5) == 0) {
    const bool guarded = length > 8u && line[length - 3u] == '*';
    if (guarded) {
      const uint8_t check = (uint8_t)((hex_of(line[length - 2u]) << 4) | hex_of(line[length - 1u]));
      if (check != check_of(line, (uint8_t)(length - 3u))) return;
      length = (uint8_t)(length - 3u);
    }
    /* The greeting comes before the agent can know that check bytes are wanted. */
    else if (client->check && memcmp(line, "+WARDRDY", 8) != 0) {
      return;
    }
    take_guarded_line(client, line, length);
  }
}

static void take_byte(ward_client *client, uint8_t byte) {
  if (byte == '\r' || byte == '\n') {
    if (client->in_length > 0u && !client->overlong) take_line(client);
    client->in_length = 0;
    client->overlong = false;
  } else if (byte < 0x20u || client->in_length >= WARD_LINE_MOST) {
    /* Noise, or not a line of this protocol: nothing of it is believed. */
    client->overlong = true;
    if (client->in_length == 0u) client->in_length = 1;
  } else if (!client->overlong) {
    client->in[client->in_length++] = (char)byte;
  }
}

/* ---- The main loop ---- */

static void work_when_idle(ward_client *client) {
  const uint32_t now = now_of(client);
  if (client->mode != WARD_GUARDED) {
    if (!client->fresh && now - client->probed_at < PROBE_EVERY_MS) return;
    client->fresh = false;
    client->probed_at = now;
    begin_line(client, PROBE, "ATE0Q0V1+CMEE=1;+WARDVER?");
    end_line(client);
  } else if (client->owes_mask) {
    begin_line(client, MASK, "AT+WARDSUB=");
    put_number(client, client->mask);
    end_line(client);
  } else if (client->owes_spell) {
    begin_line(client, SPELL, "AT+WARDUSE=0");
    put_value(client, client->spell_up);
    put_value(client, client->spell_down);
    put_value(client, 1);
    put_value(client, client->spell);
    end_line(client);
  }
}

void ward_poll(ward_client *client) {
  uint8_t bytes[READ_PIECE];
  for (uint8_t piece = 0; piece < READ_PIECES; piece++) {
    size_t read = client->port->receive(client->port->context, bytes, sizeof bytes);
    if (read > sizeof bytes) read = sizeof bytes;
    for (size_t at = 0; at < read; at++) take_byte(client, bytes[at]);
    if (read < sizeof bytes) break;
  }
  if (client->command != NOTHING && now_of(client) - client->sent_at >= WARD_ANSWER_WITHIN_MS) {
    client->late = 0;
    /* Who was not there a moment ago is asked once, so that the rule answers the next request at once. */
    const uint8_t most = client->command == PROBE ? 1u : WARD_TRIES_MOST;
    if (client->tries < most) send_again(client);
    else agent_is_silent(client);
  }
  if (client->managed && now_of(client) - client->managed_at >= WARD_MANAGEMENT_PAUSE_S * 1000u) client->managed = false;
  if (client->command == NOTHING) work_when_idle(client);
  flush_out(client);
}

void ward_init(ward_client *client, const ward_port *port, uint32_t seed) {
  memset(client, 0, sizeof *client);
  client->port = port;
  client->spell = seed == 0u ? 1u : seed;
  client->reference = seed;
  client->fresh = true;
}

void ward_use_check(ward_client *client, bool check) { client->check = check; }

static ward_status begin(ward_client *client, uint8_t command, const char *text) {
  if (client->command != NOTHING) return WARD_BUSY;
  memset(&client->result, 0, sizeof client->result);
  if (client->mode != WARD_GUARDED) {
    client->result.kind = WARD_RESULT_SILENT;
    return WARD_OK;
  }
  client->result.kind = WARD_RESULT_PENDING;
  begin_line(client, command, text);
  return WARD_OK;
}

/* True when the line that was begun is to be ended and sent. */
static bool begun(const ward_client *client, ward_status status) {
  return status == WARD_OK && client->result.kind == WARD_RESULT_PENDING;
}

ward_status ward_ask(ward_client *client, uint8_t of_class, uint32_t bytes, uint32_t within_s) {
  if (of_class < WARD_CLASS_PAYMENT || of_class > WARD_CLASS_BULK || bytes == 0u) return WARD_BAD_ARGUMENT;
  if (client->mode == WARD_GUARDED && client->command != NOTHING) return WARD_BUSY;
  client->asked_class = of_class;
  client->asked_bytes = bytes;
  if (client->mode != WARD_GUARDED) {
    answer_alone(client);
    return WARD_OK;
  }
  const ward_status status = begin(client, ASK, "AT+WARDASK=");
  if (!begun(client, status)) return status;
  client->reference++;
  if (client->reference == 0u) client->reference = 1;
  put_number(client, client->reference);
  put_value(client, of_class);
  put_value(client, bytes);
  put_value(client, within_s);
  end_line(client);
  return WARD_OK;
}

ward_status ward_report(ward_client *client, uint32_t grant, uint32_t up, uint32_t down, bool last) {
  if (grant == 0u) {
    client->spell_up = client->spell_up + up < up ? UINT32_MAX : client->spell_up + up;
    client->spell_down = client->spell_down + down < down ? UINT32_MAX : client->spell_down + down;
    if (client->mode == WARD_GUARDED) client->owes_spell = true;
    return WARD_OK;
  }
  const ward_status status = begin(client, USE, "AT+WARDUSE=");
  if (!begun(client, status)) return status;
  put_number(client, grant);
  put_value(client, up);
  put_value(client, down);
  put_value(client, last ? 1u : 0u);
  end_line(client);
  return WARD_OK;
}

ward_status ward_transaction(ward_client *client, uint32_t grant, bool good, uint32_t ms) {
  const ward_status status = begin(client, TRANSACTION, "AT+WARDTXN=");
  if (!begun(client, status)) return status;
  put_number(client, grant);
  put_value(client, good ? 1u : 0u);
  put_value(client, ms);
  end_line(client);
  return WARD_OK;
}

ward_status ward_read_state(ward_client *client) {
  const ward_status status = begin(client, STATE, "AT+WARDSTAT?");
  if (begun(client, status)) end_line(client);
  return status;
}

ward_status ward_recheck(ward_client *client, uint8_t why) {
  const ward_status status = begin(client, CHECK, "AT+WARDCHK=");
  if (!begun(client, status)) return status;
  put_number(client, why);
  end_line(client);
  return WARD_OK;
}

void ward_subscribe(ward_client *client, uint32_t mask) {
  client->mask = mask;
  client->owes_mask = true;
}

ward_mode ward_mode_of(const ward_client *client) { return (ward_mode)client->mode; }
const ward_result *ward_last_result(const ward_client *client) { return &client->result; }
const ward_state *ward_last_state(const ward_client *client) { return &client->state; }
