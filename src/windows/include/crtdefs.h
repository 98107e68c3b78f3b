/* crtdefs.h - what all headers of the C run-time library share: how its functions are imported, and its basic types. */
#ifndef _INC_CRTDEFS
#define _INC_CRTDEFS

/* Inside the DLL (CRTDLL) functions are exported, in programs built with /MD imported, with /MT neither. */
#ifndef _CRTIMP
#ifdef CRTDLL
#define _CRTIMP __declspec(dllexport)
#else
#ifdef _DLL
#define _CRTIMP __declspec(dllimport)
#else
#define _CRTIMP
#endif
#endif
#endif

#ifdef __cplusplus
#define _CRT_BEGIN extern "C" {
#define _CRT_END }
#else
#define _CRT_BEGIN
#define _CRT_END
#endif

#ifndef NULL
#ifdef __cplusplus
#define NULL 0
#else
#define NULL ((void *)0)
#endif
#endif

#ifndef _W64
#define _W64
#endif

#ifndef _SIZE_T_DEFINED
typedef unsigned int size_t;
#define _SIZE_T_DEFINED
#endif
#ifndef _INTPTR_T_DEFINED
typedef int intptr_t;
#define _INTPTR_T_DEFINED
#endif
#ifndef _UINTPTR_T_DEFINED
typedef unsigned int uintptr_t;
#define _UINTPTR_T_DEFINED
#endif
#ifndef _PTRDIFF_T_DEFINED
typedef int ptrdiff_t;
#define _PTRDIFF_T_DEFINED
#endif
#ifndef _WCHAR_T_DEFINED
#ifndef __cplusplus
typedef unsigned short wchar_t;
#endif
#define _WCHAR_T_DEFINED
#endif
#ifndef _WCTYPE_T_DEFINED
typedef unsigned short wint_t;
typedef unsigned short wctype_t;
#define _WCTYPE_T_DEFINED
#endif
#ifndef _VA_LIST_DEFINED
typedef char *va_list;
#define _VA_LIST_DEFINED
#endif
#ifndef _ERRNO_T_DEFINED
typedef int errno_t;
#define _ERRNO_T_DEFINED
#endif
#ifndef _TIME32_T_DEFINED
typedef long __time32_t;
#define _TIME32_T_DEFINED
#endif
#ifndef _TIME64_T_DEFINED
typedef __int64 __time64_t;
#define _TIME64_T_DEFINED
#endif
#ifndef _TIME_T_DEFINED
#ifdef _USE_32BIT_TIME_T
typedef __time32_t time_t;
#else
typedef __time64_t time_t;
#endif
#define _TIME_T_DEFINED
#endif
#ifndef _LOCALE_T_DEFINED
struct localeinfo_struct;
typedef struct localeinfo_struct *_locale_t;
#define _LOCALE_T_DEFINED
#endif

/* Stack slots are multiples of 4 bytes. */
#define _INTSIZEOF(n) ((sizeof(n) + sizeof(int) - 1) & ~(sizeof(int) - 1))
#define _crt_va_start(ap, v) ((ap) = (va_list)&(v) + _INTSIZEOF(v))
#define _crt_va_arg(ap, t) (*(t *)(((ap) += _INTSIZEOF(t)) - _INTSIZEOF(t)))
#define _crt_va_end(ap) ((ap) = (va_list)0)

#define _TRUNCATE ((size_t)-1)
#define _CRT_STRINGIZE2(x) #x
#define _CRT_STRINGIZE(x) _CRT_STRINGIZE2(x)
#define _CRT_WIDE2(s) L##s
#define _CRT_WIDE(s) _CRT_WIDE2(s)
#ifndef __STDC_SECURE_LIB__
#define __STDC_SECURE_LIB__ 200411L
#endif

#endif
