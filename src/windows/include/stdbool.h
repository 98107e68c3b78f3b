/* stdbool.h - not in Visual C++ 2008; here for programs written to C99. */
#ifndef _INC_STDBOOL
#define _INC_STDBOOL
#ifndef __cplusplus
#define bool _Bool
#define true 1
#define false 0
#endif
#define __bool_true_false_are_defined 1
#endif
