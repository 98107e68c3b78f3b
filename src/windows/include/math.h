/* math.h - mathematics in double precision. */
#ifndef _INC_MATH
#define _INC_MATH
#include <crtdefs.h>
struct _exception {
    int type;
    char *name;
    double arg1;
    double arg2;
    double retval;
};
struct _complex {
    double x, y;
};
#define _DOMAIN 1
#define _SING 2
#define _OVERFLOW 3
#define _UNDERFLOW 4
#define _TLOSS 5
#define _PLOSS 6
#ifdef _USE_MATH_DEFINES
#define M_E 2.71828182845904523536
#define M_LOG2E 1.44269504088896340736
#define M_LOG10E 0.434294481903251827651
#define M_LN2 0.693147180559945309417
#define M_LN10 2.30258509299404568402
#define M_PI 3.14159265358979323846
#define M_PI_2 1.57079632679489661923
#define M_PI_4 0.785398163397448309616
#define M_1_PI 0.318309886183790671538
#define M_2_PI 0.636619772367581343076
#define M_2_SQRTPI 1.12837916709551257390
#define M_SQRT2 1.41421356237309504880
#define M_SQRT1_2 0.707106781186547524401
#endif
_CRT_BEGIN
_CRTIMP extern double _HUGE;
#define HUGE_VAL _HUGE
#define HUGE _HUGE
/* Not in Visual C++ 2008; here for programs written to C99. */
#define INFINITY ((float)_HUGE)
#define NAN ((float)(_HUGE - _HUGE))
#define isnan(x) _isnan(x)
#define isfinite(x) _finite(x)
#define isinf(x) (!_finite(x) && !_isnan(x))
#define signbit(x) (_copysign(1.0, (x)) < 0)
_CRTIMP int __cdecl _finite(double x);
_CRTIMP int __cdecl _isnan(double x);
_CRTIMP double __cdecl _copysign(double number, double sign);
_CRTIMP double __cdecl _chgsign(double x);
#ifndef _CRT_ABS_DEFINED
#define _CRT_ABS_DEFINED
_CRTIMP int __cdecl abs(int x);
_CRTIMP long __cdecl labs(long x);
#endif
_CRTIMP double __cdecl acos(double x);
_CRTIMP double __cdecl asin(double x);
_CRTIMP double __cdecl atan(double x);
_CRTIMP double __cdecl atan2(double y, double x);
_CRTIMP double __cdecl cos(double x);
_CRTIMP double __cdecl cosh(double x);
_CRTIMP double __cdecl exp(double x);
_CRTIMP double __cdecl fabs(double x);
_CRTIMP double __cdecl fmod(double x, double y);
_CRTIMP double __cdecl log(double x);
_CRTIMP double __cdecl log10(double x);
_CRTIMP double __cdecl pow(double x, double y);
_CRTIMP double __cdecl sin(double x);
_CRTIMP double __cdecl sinh(double x);
_CRTIMP double __cdecl sqrt(double x);
_CRTIMP double __cdecl tan(double x);
_CRTIMP double __cdecl tanh(double x);
#ifndef _CRT_ATOF_DEFINED
#define _CRT_ATOF_DEFINED
_CRTIMP double __cdecl atof(const char *string);
#endif
_CRTIMP double __cdecl ceil(double x);
_CRTIMP double __cdecl floor(double x);
_CRTIMP double __cdecl frexp(double x, int *exponent);
_CRTIMP double __cdecl ldexp(double x, int exponent);
_CRTIMP double __cdecl modf(double x, double *integer);
_CRTIMP double __cdecl _hypot(double x, double y);
double __cdecl hypot(double x, double y);
_CRTIMP double __cdecl _cabs(struct _complex z);
/* Not in Visual C++ 2008; here for programs written to C99. */
_CRTIMP double __cdecl cbrt(double x);
_CRTIMP double __cdecl exp2(double x);
_CRTIMP double __cdecl expm1(double x);
_CRTIMP double __cdecl fmax(double x, double y);
_CRTIMP double __cdecl fmin(double x, double y);
_CRTIMP double __cdecl log1p(double x);
_CRTIMP double __cdecl log2(double x);
_CRTIMP long __cdecl lround(double x);
_CRTIMP long __cdecl lrint(double x);
_CRTIMP double __cdecl rint(double x);
_CRTIMP double __cdecl nearbyint(double x);
_CRTIMP double __cdecl round(double x);
_CRTIMP double __cdecl trunc(double x);
#define copysign _copysign
#define nextafter _nextafter
_CRTIMP double __cdecl _nextafter(double x, double y);
#define acosf(x) ((float)acos((double)(x)))
#define asinf(x) ((float)asin((double)(x)))
#define atanf(x) ((float)atan((double)(x)))
#define atan2f(y, x) ((float)atan2((double)(y), (double)(x)))
#define ceilf(x) ((float)ceil((double)(x)))
#define cosf(x) ((float)cos((double)(x)))
#define coshf(x) ((float)cosh((double)(x)))
#define expf(x) ((float)exp((double)(x)))
#define fabsf(x) ((float)fabs((double)(x)))
#define floorf(x) ((float)floor((double)(x)))
#define fmodf(x, y) ((float)fmod((double)(x), (double)(y)))
#define hypotf(x, y) ((float)_hypot((double)(x), (double)(y)))
#define ldexpf(x, y) ((float)ldexp((double)(x), (y)))
#define logf(x) ((float)log((double)(x)))
#define log10f(x) ((float)log10((double)(x)))
#define powf(x, y) ((float)pow((double)(x), (double)(y)))
#define roundf(x) ((float)round((double)(x)))
#define sinf(x) ((float)sin((double)(x)))
#define sinhf(x) ((float)sinh((double)(x)))
#define sqrtf(x) ((float)sqrt((double)(x)))
#define tanf(x) ((float)tan((double)(x)))
#define tanhf(x) ((float)tanh((double)(x)))
_CRT_END
#endif
