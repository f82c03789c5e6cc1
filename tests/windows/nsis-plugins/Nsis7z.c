/* Unpacks into the current folder, with the 7-Zip that HCW_7ZA names. */
#include "plugin.h"

CALL(Extract) {
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION process;
    pop(first, size, stack);
    GetEnvironmentVariableW(L"HCW_7ZA", second, 8192);
    wsprintfW(third, L"\"%s\" x -y \"%s\"", second, first);
    if (!CreateProcessW(NULL, third, NULL, NULL, FALSE, CREATE_NO_WINDOW, NULL, NULL, &start, &process)) return;
    WaitForSingleObject(process.hProcess, INFINITE);
}
