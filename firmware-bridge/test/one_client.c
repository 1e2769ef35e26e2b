/* Nothing but one client, so that its memory can be read off an object file for another processor. */
#include "cellward_bridge.h"

extern ward_client one;
ward_client one;
