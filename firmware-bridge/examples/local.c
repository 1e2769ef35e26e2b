/* Ask before sending, and report, in JSON: local /run/cellward/agent.sock.rw telemetry 50000 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const char *value(const char *answer, const char *name) {
  const char *found = strstr(answer, name);
  return found == NULL ? "0" : found + strlen(name);
}

int main(int argc, char **argv) {
  struct sockaddr_un place = {.sun_family = AF_UNIX};
  char answer[512] = "";
  int line = socket(AF_UNIX, SOCK_STREAM, 0);
  FILE *agent = line < 0 ? NULL : fdopen(line, "r");
  if (argc != 4 || strlen(argv[1]) >= sizeof place.sun_path || agent == NULL) return 64;
  strcpy(place.sun_path, argv[1]);
  if (connect(line, (struct sockaddr *)&place, sizeof place) != 0) return 69;
  dprintf(line, "{\"do\":\"ask\",\"by\":\"local.c\",\"ref\":%ld,\"class\":\"%s\",\"bytes\":%lu,\"withinS\":60}\n", (long)getpid(),
          argv[2], strtoul(argv[3], NULL, 10));
  if (fgets(answer, sizeof answer, agent) == NULL || strstr(answer, "\"ok\":true") == NULL) return printf("%s", answer), 1;
  if (strstr(answer, "\"granted\":true") == NULL)
    return printf("not now, ask again in %lu s\n", strtoul(value(answer, "\"retryS\":"), NULL, 10)), 75;
  unsigned long grant = strtoul(value(answer, "\"grant\":"), NULL, 10), bytes = strtoul(value(answer, "\"bytes\":"), NULL, 10);
  /* here it sends, at most so many bytes, and counts them */
  dprintf(line, "{\"do\":\"used\",\"by\":\"local.c\",\"grant\":%lu,\"up\":%lu,\"down\":0,\"last\":true}\n", grant, bytes);
  if (fgets(answer, sizeof answer, agent) == NULL || strstr(answer, "\"taken\"") == NULL) return printf("%s", answer), 1;
  return printf("granted %lu: %lu bytes, reported\n", grant, bytes), 0;
}
