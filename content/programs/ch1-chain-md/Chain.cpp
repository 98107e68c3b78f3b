// Chain.cpp: one line of output, one new, one delete. Look from the bottom of each: who stands between this and Windows?
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *numbers;

    printf("hello\n");
    numbers = new int[10];
    delete[] numbers;
    return 0;
}
