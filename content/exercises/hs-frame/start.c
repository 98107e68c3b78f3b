/* exercise.c: a chain of calls, as long and with such numbers as the seed wants. */
#include <stdlib.h>

int calls;
int total;

void Deep(int value)                /* stop here, at its very first instruction */
{
    total += value;
}

void Walk(int left, int value)
{
    calls++;
    if (left > 0)
        Walk(left - 1, value / 2 + 3 * left);
    else
        Deep(value + calls);
}

int main(int argc, char **argv)
{
    unsigned long seed = strtoul(argv[1], NULL, 10) % 1000003;

    Walk((int)(seed % 5) + 2, (int)(seed % 4096) + 700);
    return total;
}
