/* Looks for a program among the processes, as nsProcess does. It ends none. */
#include "plugin.h"

static const WCHAR *found = L"0", *notFound = L"603";

static BOOL runs(const WCHAR *program) {
    PROCESSENTRY32W entry = {.dwSize = sizeof entry};
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    BOOL is = FALSE;
    for (BOOL more = Process32FirstW(snapshot, &entry); more && !is; more = Process32NextW(snapshot, &entry))
        is = lstrcmpiW(entry.szExeFile, program) == 0;
    CloseHandle(snapshot);
    return is;
}

CALL(_FindProcess) {
    pop(first, size, stack);
    push(runs(first) ? found : notFound, size, stack);
}

CALL(_KillProcess) {
    pop(first, size, stack);
    push(notFound, size, stack);
}

CALL(_CloseProcess) {
    pop(first, size, stack);
    push(notFound, size, stack);
}

CALL(_Unload) {}
