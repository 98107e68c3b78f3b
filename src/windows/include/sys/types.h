/* sys/types.h - types of the file functions. */
#ifndef _INC_TYPES
#define _INC_TYPES
#include <crtdefs.h>
#ifndef _INO_T_DEFINED
typedef unsigned short _ino_t;
typedef _ino_t ino_t;
#define _INO_T_DEFINED
#endif
#ifndef _DEV_T_DEFINED
typedef unsigned int _dev_t;
typedef _dev_t dev_t;
#define _DEV_T_DEFINED
#endif
#ifndef _OFF_T_DEFINED
typedef long _off_t;
typedef _off_t off_t;
#define _OFF_T_DEFINED
#endif
#endif
