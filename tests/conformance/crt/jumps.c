#include <stdio.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
static jmp_buf env;
static volatile int got;
static void handler(int n) { got = n; }
static void deep(int n) { if (n == 0) longjmp(env, 5); deep(n - 1); }
static int sum(int n, ...) { va_list ap; int s = 0; va_start(ap, n); while (n-- > 0) s += va_arg(ap, int); va_end(ap); return s; }
static void show(const char *format, ...) { char b[100]; va_list ap; va_start(ap, format); vsprintf(b, format, ap); va_end(ap); puts(b); }
int main(void)
{
    volatile int tries = 0;
    int r = setjmp(env);
    printf("setjmp gave %d\n", r);
    if (r == 0) deep(10);
    tries++;
    r = setjmp(env);
    if (tries < 4) { tries++; longjmp(env, 0); }
    printf("%d tries, %d\n", tries, r);
    signal(SIGTERM, handler);
    raise(SIGTERM);
    printf("signal %d\n", got);
    printf("%d\n", sum(5, 1, 2, 3, 4, 5));
    show("%s %d %.2f %c", "mixed", 7, 2.5, 'z');
    return 0;
}
