/* Says what UAC says where nobody has to be asked: this is the outer process, and it has the rights of an administrator. */
#include "plugin.h"

static void set(int variable, const WCHAR *text, int size, WCHAR *variables) { lstrcpynW(variables + variable * size, text, size); }

CALL(_) {
    pop(first, size, stack);
    switch (first[0]) {
    case '0':
        set(0, L"0", size, variables);
        set(1, L"2", size, variables);
        set(2, L"0", size, variables);
        set(3, L"1", size, variables);
        break;
    case '2':
        push(L"1", size, stack);
        break;
    case '3':
        push(L"0", size, stack);
        break;
    case '6':
        push(L"3", size, stack);
        break;
    }
}
