/*
 * Three calling conventions, one sum. Watch the stack before, inside and after each call:
 * who pushes what, where the return address lies, and who takes the arguments off again.
 */
#include <stdio.h>

int __cdecl    plain(int a, int b, int c)  { int sum = a + b + c; return sum; }
int __stdcall  callee(int a, int b, int c) { int sum = a + b + c; return sum; }
int __fastcall quick(int a, int b, int c)  { int sum = a + b + c; return sum; }

int main(void)
{
    int x = plain(1, 2, 3);
    int y = callee(4, 5, 6);
    int z = quick(7, 8, 9);

    printf("%d %d %d\n", x, y, z);
    return 0;
}
