/* What a plug-in of NSIS needs: its calls take the stack of the installer. Of all stand-ins beside it; for tests only. */
#include <windows.h>
#include <shellapi.h>
#include <tlhelp32.h>

typedef struct entry {
    struct entry *next;
    WCHAR text[1];
} entry;

#define CALL(name) __declspec(dllexport) void __cdecl name(HWND parent, int size, WCHAR *variables, entry **stack)

static WCHAR first[8192], second[8192], third[8192];

static inline void pop(WCHAR *to, int size, entry **stack) {
    entry *top = *stack;
    to[0] = 0;
    if (top == NULL) return;
    lstrcpynW(to, top->text, size);
    *stack = top->next;
    GlobalFree(top);
}

static inline void push(const WCHAR *text, int size, entry **stack) {
    entry *top = GlobalAlloc(GPTR, sizeof(entry) + size * sizeof(WCHAR));
    lstrcpynW(top->text, text, size);
    top->next = *stack;
    *stack = top;
}
