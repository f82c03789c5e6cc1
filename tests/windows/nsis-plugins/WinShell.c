/* Does nothing: what it sets is how the taskbar groups windows. */
#include "plugin.h"

CALL(SetLnkAUMI) {
    pop(first, size, stack);
    pop(second, size, stack);
}

CALL(UninstAppUserModelId) { pop(first, size, stack); }

CALL(UninstShortcut) { pop(first, size, stack); }
