/*
 * Built with /GS: a cookie lies right above the
 * buffer, and the handler looks at it first.
 * Watch: the first exception is handled; for the
 * second nobody is asked.
 */
#include <windows.h>
#include <stdio.h>
#include <string.h>

static int filter(void)
{
    printf("filter asked\n");
    return EXCEPTION_EXECUTE_HANDLER;
}

static void copy(const char *text)
{
    char buffer[8];

    __try {
        strcpy(buffer, text);
        *(volatile int *)0 = 1; /* a fault */
    } __except (filter()) {
        printf("handled: %s\n", buffer);
    }
}

int main(void)
{
    copy("short");
    copy("far too long");
    printf("still here\n");
    return 0;
}
