/*
 * Three __try statements in one function: one
 * record, one scope table, and a number that says
 * where we are.
 * Watch the try level at ebp-4 change with every
 * step.
 * Nothing is registered and nothing unregistered
 * on the way.
 */
#include <windows.h>
#include <stdio.h>

static int x;

int main(void)
{
    x = 1;
    __try {             /* level 0 */
        x = 2;
        __try {         /* level 1, inside 0 */
            x = 3;
        } __finally {
            x = 4;
        }
        x = 5;
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        x = 6;
    }
    x = 7;
    __try {             /* level 2 */
        x = 8;
        *(volatile int *)0 = x;
    } __except (x == 8) {
        x = 9;
    }
    printf("x = %d\n", x);
    return 0;
}
