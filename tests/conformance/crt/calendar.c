#include <stdio.h>
#include <time.h>
#include <string.h>
int main(void)
{
    static const long times[] = { 1000000, 951782400L, 951868799L, 1078012800L, 1234567890L, 1709164800L, 2147483647L };
    int i;
    for (i = 0; i < 7; i++) {
        time_t t = times[i];
        struct tm *p = gmtime(&t);
        char b[200];
        printf("%d-%d-%d %d:%d:%d wday %d yday %d\n", p->tm_year + 1900, p->tm_mon + 1, p->tm_mday, p->tm_hour, p->tm_min, p->tm_sec, p->tm_wday, p->tm_yday);
        printf("%s", asctime(p));
        strftime(b, sizeof b, "%Y-%m-%d %H:%M:%S %a %A %b %B %d %I %p %j %U %w %y %%", p);
        puts(b);
    }
    { struct tm m; time_t t; memset(&m, 0, sizeof m); m.tm_year = 109; m.tm_mon = 1; m.tm_mday = 45; m.tm_hour = 30; t = mktime(&m); printf("%d %d %d %d %d\n", m.tm_mon, m.tm_mday, m.tm_hour, m.tm_wday, m.tm_yday); printf("%.1f\n", difftime(t + 10, t)); }
    return 0;
}
