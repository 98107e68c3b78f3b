// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w big-switch-table.c -lm && ./a.out
/* A byte-code interpreter. */
#include <stdio.h>
enum { PUSH, ADD, SUB, MUL, DUP, JNZ, PRINT, HALT, SWAP };
int run(const int *code) { int stack[32], *sp = stack; const int *pc = code; long steps = 0;
    for (;;) { steps++; switch (*pc++) {
        case PUSH: *sp++ = *pc++; break; case ADD: sp--; sp[-1] += *sp; break; case SUB: sp--; sp[-1] -= *sp; break; case MUL: --sp; sp[-1] *= sp[0]; break;
        case DUP: *sp = sp[-1]; sp++; break; case SWAP: { int t = sp[-1]; sp[-1] = sp[-2]; sp[-2] = t; break; }
        case JNZ: if (*--sp) pc = code + *pc; else pc++; break; case PRINT: printf("%d ", sp[-1]); break; case HALT: return (int)steps; default: return -1; } } }
int main(void) {
    static const int program[] = { PUSH, 5, DUP, PRINT, PUSH, 1, SUB, DUP, JNZ, 2, HALT };
    static const int factorial[] = { PUSH, 1, PUSH, 6, DUP, PUSH, -1, ADD, SWAP, PUSH, 0, ADD, JNZ, 14, PRINT, HALT };
    printf("\n%d\n", run(program)); printf("\n%d\n", run(factorial)); return 0;
}
// expect: 5 4 3 2 1
// expect: 32
// expect: 5
// expect: 11
