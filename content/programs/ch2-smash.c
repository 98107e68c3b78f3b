/*
 * A name that does not fit. strcpy writes upwards, and above the array lies the way home.
 * Watch the stack: the array, the caller's EBP, the return address; then press Step at the strcpy.
 */
#include <stdio.h>
#include <string.h>

static void greet(const char *name)
{
    char buffer[8];
    strcpy(buffer, name);                               /* how long is name? Nobody asks */
    printf("Hello, %s\n", buffer);
}                                                       /* ret takes its address from the stack */

int main(void)
{
    greet("Ada");
    greet("AAAABBBBCCCCDDDD");                          /* 16 characters into 8 */
    printf("never printed\n");
    return 0;
}
