#include <stdio.h>

#include "cellward_bridge.h"

int main(void) {
  printf("one client: %lu bytes of memory\n", (unsigned long)sizeof(ward_client));
  return 0;
}
