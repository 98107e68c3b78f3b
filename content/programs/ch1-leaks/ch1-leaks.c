/*
 * Two blocks that nobody frees, in a debug build (/MDd). The list of all blocks, which the debug heap keeps anyway,
 * becomes the report. The number in braces is the request number: the same one in every run.
 */
#define _CRTDBG_MAP_ALLOC                               /* malloc becomes _malloc_dbg(..., __FILE__, __LINE__) */
#include <stdlib.h>
#include <crtdbg.h>
#include <string.h>

int main(void)
{
    char *kept;
    char *title;
    int *numbers;

    _CrtSetReportMode(_CRT_WARN, _CRTDBG_MODE_FILE);    /* to the console, instead of to a debugger */
    _CrtSetReportFile(_CRT_WARN, _CRTDBG_FILE_STDOUT);

    kept = malloc(100);
    title = malloc(40);
    numbers = calloc(4, sizeof(int));
    strcpy(title, "Windows Under Glass");
    numbers[0] = 7;

    free(kept);
    _CrtDumpMemoryLeaks();
    return 0;
}
