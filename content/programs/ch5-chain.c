/*
 * One function with a __try, called five times
 * deep: five records on the chain.
 * Watch the chain in the lens grow with each
 * call; in the deepest call the program walks it,
 * too.
 */
#include <windows.h>
#include <stdio.h>

static void walk(void)
{
    EXCEPTION_REGISTRATION_RECORD *record = (EXCEPTION_REGISTRATION_RECORD *)__readfsdword(0);

    for (; record != (EXCEPTION_REGISTRATION_RECORD *)-1; record = record->Next)
        printf("record %p  next %p  handler %p\n", record, record->Next, record->Handler);
}

static void deeper(int depth)
{
    __try {
        if (depth > 1)
            deeper(depth - 1);
        else
            walk();
    } __finally {
        printf("leaving depth %d\n", depth);
    }
}

int main(void)
{
    deeper(5);
    return 0;
}
