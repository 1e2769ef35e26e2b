/* Ask before sending, and report, in JSON: local /run/cellward/agent.sock.rw telemetry 50000 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static unsigned long value(const char *answer, const char *name) {
  const char *found = strstr(answer, name);
  return found == NULL ? 0 : strtoul(found + strlen(name), NULL, 10);
}

int main(int argc, char **argv) {
  struct sockaddr_un place = {.sun_family = AF_UNIX};
  char answer[512] = "";
  int line = socket(AF_UNIX, SOCK_STREAM, 0);
  FILE *answers = line < 0 ? NULL : fdopen(line, "r");
  if (argc != 4 || argv[3][0] == '\0' || strspn(argv[3], "0123456789") != strlen(argv[3]) || strpbrk(argv[2], "\"\\") != NULL) {
    return fprintf(stderr, "usage: local SOCKET CLASS BYTES\n"), 64;
  }
  if (strlen(argv[1]) >= sizeof place.sun_path || answers == NULL) return 64;
  strcpy(place.sun_path, argv[1]);
  if (connect(line, (struct sockaddr *)&place, sizeof place) != 0) return 69;
  dprintf(line, "{\"do\":\"ask\",\"by\":\"local.c\",\"ref\":%d,\"class\":\"%s\",\"bytes\":%s,\"withinS\":60}\n", getpid(), argv[2], argv[3]);
  if (fgets(answer, sizeof answer, answers) == NULL || strstr(answer, "\"ok\":true") == NULL) return printf("%s", answer), 1;
  unsigned long grant = value(answer, "\"grant\":"), bytes = value(answer, "\"bytes\":");
  if (grant == 0) return printf("not now, ask again in %lu s\n", value(answer, "\"retryS\":")), 75;
  /* here it sends, at most so many bytes, and counts them */
  dprintf(line, "{\"do\":\"used\",\"by\":\"local.c\",\"grant\":%lu,\"up\":%lu,\"down\":0,\"last\":true}\n", grant, bytes);
  if (fgets(answer, sizeof answer, answers) == NULL || strstr(answer, "\"taken\"") == NULL) return printf("%s", answer), 1;
  return printf("granted %lu: %lu bytes, reported\n", grant, bytes), 0;
}
