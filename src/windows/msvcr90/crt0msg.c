/* crt0msg.c - the messages of the run-time library itself: "R6028 - unable to initialize heap" and kin. */
#include "internal.h"

struct rterrmsgs {
    int rterrno;
    const char *rterrtxt;
};

static const struct rterrmsgs rterrs[] = {
    { 2, "R6002\r\n- floating point support not loaded\r\n" },
    { _RT_SPACEARG, "R6008\r\n- not enough space for arguments\r\n" },
    { _RT_SPACEENV, "R6009\r\n- not enough space for environment\r\n" },
    { _RT_ABORT, "\r\nThis application has requested the Runtime to terminate it in an unusual way.\n"
                 "Please contact the application's support team for more information.\r\n" },
    { _RT_THREAD, "R6016\r\n- not enough space for thread data\r\n" },
    { _RT_LOCK, "R6017\r\n- unexpected multithread lock error\r\n" },
    { 18, "R6018\r\n- unexpected heap error\r\n" },
    { _RT_STDIOINIT, "R6019\r\n- unable to open console device\r\n" },
    { _RT_ONEXIT, "R6024\r\n- not enough space for _onexit/atexit table\r\n" },
    { _RT_PUREVIRT, "R6025\r\n- pure virtual function call\r\n" },
    { 26, "R6026\r\n- not enough space for stdio initialization\r\n" },
    { _RT_LOWIOINIT, "R6027\r\n- not enough space for lowio initialization\r\n" },
    { _RT_HEAPINIT, "R6028\r\n- unable to initialize heap\r\n" },
    { _RT_CRT_NOTINIT, "R6030\r\n- CRT not initialized\r\n" },
    { _RT_CRT_INIT_CONFLICT, "R6031\r\n- Attempt to initialize the CRT more than once.\n"
                             "This indicates a bug in your application.\r\n" },
    { _RT_LOCALE, "R6032\r\n- not enough space for locale information\r\n" },
    { 120, "DOMAIN error\r\n" },
    { 121, "SING error\r\n" },
    { 122, "TLOSS error\r\n" },
    { _RT_CRNL, "\r\n" },
    { _RT_BANNER, "runtime error " }
};

/* The banner stands in front of a message of a console program only. */
void __cdecl _FF_MSGBANNER(void)
{
    if (__error_mode == _OUT_TO_STDERR || (__error_mode == _OUT_TO_DEFAULT && __app_type != _GUI_APP)) {
        _NMSG_WRITE(_RT_CRNL);
        _NMSG_WRITE(_RT_BANNER);
    }
}

/* Writes a message to the standard error output. (A program with windows would show a box; there is none here.) */
void __cdecl _NMSG_WRITE(int rterrnum)
{
    int i;
    DWORD written;
    HANDLE file = GetStdHandle(STD_ERROR_HANDLE);

    for (i = 0; i < (int)_countof(rterrs); i++) {
        if (rterrs[i].rterrno == rterrnum) {
            if (file != NULL && file != INVALID_HANDLE_VALUE)
                WriteFile(file, rterrs[i].rterrtxt, (DWORD)strlen(rterrs[i].rterrtxt), &written, NULL);
            return;
        }
    }
}
