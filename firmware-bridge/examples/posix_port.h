/* A port on a PC, so that the examples run beside `cellward rig bridge`: a Unix socket, a terminal or a serial line. */
#ifndef POSIX_PORT_H
#define POSIX_PORT_H

#include "cellward_bridge.h"

typedef struct {
  const char *path;
  int fd;
  uint32_t looked_at;
  ward_port port;
} posix_port;

/** Opens what is there at `path`; where nothing is, it is looked for again while the port is used. */
void posix_port_open(posix_port *port, const char *path);
void posix_port_close(posix_port *port);
/** Sleeps until something can be read, at most so long. */
void posix_port_wait(const posix_port *port, int ms);
/** The whole decimal number that `text` is, from `least` to `most`; false, and said why on stderr, where it is none. */
bool posix_number(const char *name, const char *text, uint32_t least, uint32_t most, uint32_t *number);
/** A class by its number or its word, in the same way. */
bool posix_class(const char *text, uint8_t *of_class);
uint32_t posix_now_ms(void);
/** Another number at each start. */
uint32_t posix_seed(void);

/** Polls until no result is pending and returns it. */
const ward_result *posix_result(posix_port *port, ward_client *client);
/** Polls until the agent answers, or for so long. */
bool posix_find_agent(posix_port *port, ward_client *client, uint32_t ms);

#endif
