/* Witness.c: two DLLs are made of it. It says what its run-time library knows. */
#include <windows.h>
#include <malloc.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _DLL
#define NAME "SharesIt.dll  (/MD)"
#else
#define NAME "HasItsOwn.dll (/MT)"
#endif

__declspec(dllexport) void Report(void)
{
    const char *colour = getenv("COLOUR");
    int number = rand();
    char *word = strtok(NULL, " ");
    int mode;

    _get_fmode(&mode);
    printf("%s\n", NAME);
    printf("  getenv(\"COLOUR\")   %s\n", colour ? colour : "not set");
    printf("  rand()             %d\n", number);
    printf("  strtok(NULL, \" \")  %s\n", word ? word : "nothing to go on with");
    printf("  default file mode  %s\n", mode == 0x8000 ? "binary" : "text");
    printf("  heap %p, &errno %p, stdout %p\n", (void *)_get_heap_handle(), (void *)&errno, (void *)stdout);
}
