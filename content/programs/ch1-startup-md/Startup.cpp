// Startup.cpp: everything that runs before main and after it, in one list.
// Step, and watch who is below you on the stack each time a line is printed.
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

extern "C" __declspec(dllimport) int AddOne(int number);

static int Say(const char *what)
{
    static int line;
    return printf("%d. EXE: %s\n", ++line, what);
}

// A global whose value is not a constant: somebody must call Say before main begins.
// A constructor of a C++ object gets there in the same way.
static int global = Say("a global is initialised");

static void First(void)
{
    Say("atexit function, registered first");
}

static void Second(void)
{
    Say("atexit function, registered second");
}

int main(void)
{
    Say("main begins");
    atexit(First);
    atexit(Second);
    AddOne(1);
    Say("main returns");
    return 0;
}
