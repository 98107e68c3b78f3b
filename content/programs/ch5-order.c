/*
 * Who is called when: two filters and three
 * finally blocks in three functions.
 * Watch: both filters first, with everything
 * still standing; then the finally blocks; then
 * one __except block.
 */
#include <windows.h>
#include <stdio.h>

static int say(const char *what, int answer)
{
    printf("%s\n", what);
    return answer;
}

static void inner(void)
{
    __try {
        __try {
            *(volatile int *)0 = 1;
        } __finally {
            say("finally in inner", 0);
        }
    } __except (say("filter in inner: not mine", EXCEPTION_CONTINUE_SEARCH)) {
        say("__except in inner", 0);
    }
}

static void middle(void)
{
    __try {
        inner();
    } __finally {
        say("finally in middle", 0);
    }
}

int main(void)
{
    __try {
        __try {
            middle();
        } __finally {
            say("finally in main", 0);
        }
    } __except (say("filter in main: mine", EXCEPTION_EXECUTE_HANDLER)) {
        say("__except in main", 0);
    }
    return 0;
}
