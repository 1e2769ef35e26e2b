#include "posix_port.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define LOOK_EVERY_MS 200u

bool posix_number(const char *name, const char *text, uint32_t least, uint32_t most, uint32_t *number) {
  const size_t length = strlen(text);
  uint64_t found = 0;
  for (size_t at = 0; at < length && at < 11u; at++) found = found * 10u + (uint64_t)(text[at] - '0');
  if (length > 0u && length < 11u && strspn(text, "0123456789") == length && found >= least && found <= most) {
    *number = (uint32_t)found;
    return true;
  }
  fprintf(stderr, "%s: found \"%s\"; expected a number from %lu to %lu\n", name, text, (unsigned long)least, (unsigned long)most);
  return false;
}

bool posix_class(const char *text, uint8_t *of_class) {
  static const struct {
    const char *word;
    uint8_t number;
  } classes[] = {{"payment", WARD_CLASS_PAYMENT}, {"alarm", WARD_CLASS_PAYMENT}, {"management", WARD_CLASS_MANAGEMENT},
                 {"telemetry", WARD_CLASS_TELEMETRY}, {"bulk", WARD_CLASS_BULK}};
  uint32_t number = 0;
  for (size_t at = 0; at < sizeof classes / sizeof classes[0]; at++) {
    if (strcmp(text, classes[at].word) == 0) number = classes[at].number;
  }
  if (number == 0u && !posix_number("CLASS (or payment, alarm, management, telemetry, bulk)", text, WARD_CLASS_PAYMENT, WARD_CLASS_BULK, &number)) {
    return false;
  }
  *of_class = (uint8_t)number;
  return true;
}

uint32_t posix_now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint32_t)now.tv_sec * 1000u + (uint32_t)(now.tv_nsec / 1000000);
}

uint32_t posix_seed(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (uint32_t)now.tv_sec * 1009u + (uint32_t)now.tv_nsec;
}

static int open_socket(const char *path) {
  struct sockaddr_un address;
  if (strlen(path) >= sizeof address.sun_path) return -1;
  memset(&address, 0, sizeof address);
  address.sun_family = AF_UNIX;
  memcpy(address.sun_path, path, strlen(path));
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) != 0) {
    close(fd);
    return -1;
  }
  return fd;
}

static int open_line(const char *path) {
  struct termios settings;
  const int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK);
  if (fd < 0) return -1;
  if (tcgetattr(fd, &settings) == 0) {
    settings.c_iflag = 0;
    settings.c_oflag = 0;
    settings.c_lflag = 0;
    settings.c_cflag = CS8 | CREAD | CLOCAL;
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    cfsetispeed(&settings, B115200);
    cfsetospeed(&settings, B115200);
    tcsetattr(fd, TCSANOW, &settings);
  }
  return fd;
}

static void look(posix_port *port) {
  struct stat found;
  const uint32_t now = posix_now_ms();
  if (port->fd >= 0 || now - port->looked_at < LOOK_EVERY_MS) return;
  port->looked_at = now;
  if (stat(port->path, &found) != 0) return;
  port->fd = S_ISSOCK(found.st_mode) ? open_socket(port->path) : open_line(port->path);
  if (port->fd >= 0) fcntl(port->fd, F_SETFL, fcntl(port->fd, F_GETFL) | O_NONBLOCK);
}

static void lose(posix_port *port) {
  close(port->fd);
  port->fd = -1;
}

static size_t take(void *context, const uint8_t *bytes, size_t length) {
  posix_port *port = context;
  look(port);
  /* Without anybody there the bytes are gone, as on a wire. */
  if (port->fd < 0) return length;
  const ssize_t sent = write(port->fd, bytes, length);
  if (sent >= 0) return (size_t)sent;
  if (errno == EAGAIN || errno == EINTR) return 0;
  lose(port);
  return length;
}

static size_t give(void *context, uint8_t *bytes, size_t most) {
  posix_port *port = context;
  look(port);
  if (port->fd < 0) return 0;
  const ssize_t got = read(port->fd, bytes, most);
  if (got > 0) return (size_t)got;
  if (got == 0 || (errno != EAGAIN && errno != EINTR)) lose(port);
  return 0;
}

static uint32_t now(void *context) {
  (void)context;
  return posix_now_ms();
}

void posix_port_open(posix_port *port, const char *path) {
  memset(port, 0, sizeof *port);
  port->path = path;
  port->fd = -1;
  port->looked_at = posix_now_ms() - LOOK_EVERY_MS;
  port->port.send = take;
  port->port.receive = give;
  port->port.now_ms = now;
  port->port.context = port;
  look(port);
}

void posix_port_close(posix_port *port) {
  if (port->fd >= 0) lose(port);
}

void posix_port_wait(const posix_port *port, int ms) {
  struct pollfd wanted = {port->fd, POLLIN, 0};
  poll(port->fd >= 0 ? &wanted : NULL, port->fd >= 0 ? 1u : 0u, ms);
}

const ward_result *posix_result(posix_port *port, ward_client *client) {
  while (ward_last_result(client)->kind == WARD_RESULT_PENDING) {
    ward_poll(client);
    if (ward_last_result(client)->kind == WARD_RESULT_PENDING) posix_port_wait(port, 20);
  }
  return ward_last_result(client);
}

bool posix_find_agent(posix_port *port, ward_client *client, uint32_t ms) {
  const uint32_t began = posix_now_ms();
  while (ward_mode_of(client) != WARD_GUARDED && posix_now_ms() - began < ms) {
    ward_poll(client);
    posix_port_wait(port, 20);
  }
  return ward_mode_of(client) == WARD_GUARDED;
}
