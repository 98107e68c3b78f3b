/* x87.c - mathematics that the floating-point unit does itself. */
#include "internal.h"
#include "bignum.h"
#include <float.h>
#include <math.h>

_CRTIMP double __cdecl sqrt(double x)
{
    double result;

    if (x < 0.0)
        errno = EDOM;
    __asm {
        fld qword ptr x
        fsqrt
        fstp qword ptr result
    }
    return result;
}

/* fsin and its kin leave arguments of 2^63 and more alone: these are first brought near zero. */
static double _Reduce(double x)
{
    DOUBLE_BITS d;
    double result;
    double turn = 6.28318530717958647692;

    d.value = x;
    if (DOUBLE_EXPONENT(d.half.high) < 1023 + 62)
        return x;
    __asm {
        fld qword ptr turn
        fld qword ptr x
    again:
        fprem
        fnstsw ax
        test ah, 4
        jnz again
        fstp qword ptr result
        fstp st(0)
    }
    return result;
}

_CRTIMP double __cdecl sin(double x)
{
    double result;

    x = _Reduce(x);
    __asm {
        fld qword ptr x
        fsin
        fstp qword ptr result
    }
    return result;
}

_CRTIMP double __cdecl cos(double x)
{
    double result;

    x = _Reduce(x);
    __asm {
        fld qword ptr x
        fcos
        fstp qword ptr result
    }
    return result;
}

_CRTIMP double __cdecl tan(double x)
{
    double result;

    x = _Reduce(x);
    __asm {
        fld qword ptr x
        fptan
        fstp st(0)
        fstp qword ptr result
    }
    return result;
}

_CRTIMP double __cdecl atan2(double y, double x)
{
    double result;

    __asm {
        fld qword ptr y
        fld qword ptr x
        fpatan
        fstp qword ptr result
    }
    return result;
}

_CRTIMP double __cdecl atan(double x)
{
    double result;

    __asm {
        fld qword ptr x
        fld1
        fpatan
        fstp qword ptr result
    }
    return result;
}

_CRTIMP double __cdecl fmod(double x, double y)
{
    double result;

    if (y == 0.0)
        errno = EDOM;
    __asm {
        fld qword ptr y
        fld qword ptr x
    again:
        fprem
        fnstsw ax
        test ah, 4
        jnz again
        fstp qword ptr result
        fstp st(0)
    }
    return result;
}

/* Rounds as the control word with these bits says: 0 nearest, 0x400 down, 0x800 up, 0xC00 towards zero. */
static double _RoundAs(double x, unsigned short rounding)
{
    unsigned short old, changed;
    double result;

    __asm fnstcw word ptr old
    changed = (unsigned short)((old & ~0xC00) | rounding);
    __asm {
        fldcw word ptr changed
        fld qword ptr x
        frndint
        fstp qword ptr result
        fldcw word ptr old
    }
    return result;
}

_CRTIMP double __cdecl floor(double x)
{
    return _RoundAs(x, 0x400);
}

_CRTIMP double __cdecl ceil(double x)
{
    return _RoundAs(x, 0x800);
}

_CRTIMP double __cdecl trunc(double x)
{
    return _RoundAs(x, 0xC00);
}

_CRTIMP double __cdecl rint(double x)
{
    double result;

    __asm {
        fld qword ptr x
        frndint
        fstp qword ptr result
    }
    return result;
}

_CRTIMP double __cdecl nearbyint(double x)
{
    return rint(x);
}

_CRTIMP long __cdecl lrint(double x)
{
    return (long)rint(x);
}

/* ---- the control and status words ---- */

/* The bits of _controlfp and those of the unit. */
static const unsigned int abstract_masks[6] = { _EM_INVALID, _EM_DENORMAL, _EM_ZERODIVIDE, _EM_OVERFLOW, _EM_UNDERFLOW, _EM_INEXACT };

static unsigned int _FlagsOf(unsigned int hardware)
{
    unsigned int result = 0;
    int i;

    for (i = 0; i < 6; i++) {
        if (hardware & (1 << i))
            result |= abstract_masks[i];
    }
    return result;
}

static unsigned int _Abstract(unsigned int cw)
{
    unsigned int result = _FlagsOf(cw);

    result |= (cw >> 10 & 3) << 8;
    switch (cw & 0x300) {
    case 0x000:
        result |= _PC_24;
        break;
    case 0x200:
        result |= _PC_53;
        break;
    }
    if (cw & 0x1000)
        result |= _IC_AFFINE;
    return result;
}

static unsigned short _Hardware(unsigned int abstract)
{
    unsigned int cw = 0x40;
    int i;

    for (i = 0; i < 6; i++) {
        if (abstract & abstract_masks[i])
            cw |= 1 << i;
    }
    cw |= (abstract >> 8 & 3) << 10;
    cw |= (abstract & _MCW_PC) == _PC_24 ? 0 : (abstract & _MCW_PC) == _PC_53 ? 0x200 : 0x300;
    if (abstract & _IC_AFFINE)
        cw |= 0x1000;
    return (unsigned short)cw;
}

_CRTIMP unsigned int __cdecl _control87(unsigned int newctrl, unsigned int mask)
{
    unsigned short hardware;
    unsigned int current;

    __asm fnstcw word ptr hardware
    current = _Abstract(hardware);
    if (mask != 0) {
        current = (current & ~mask) | (newctrl & mask);
        hardware = _Hardware(current);
        __asm fldcw word ptr hardware
    }
    return current;
}

/* The denormal mask is left as it is. */
_CRTIMP unsigned int __cdecl _controlfp(unsigned int newctrl, unsigned int mask)
{
    return _control87(newctrl, mask & ~_EM_DENORMAL);
}

_CRTIMP errno_t __cdecl _controlfp_s(unsigned int *current, unsigned int newctrl, unsigned int mask)
{
    unsigned int result = _controlfp(newctrl, mask);

    if (current != NULL)
        *current = result;
    return 0;
}

_CRTIMP unsigned int __cdecl _statusfp(void)
{
    unsigned short status;

    __asm fnstsw word ptr status
    return _FlagsOf(status);
}

_CRTIMP unsigned int __cdecl _clearfp(void)
{
    unsigned int status = _statusfp();

    __asm fnclex
    return status;
}

_CRTIMP void __cdecl _fpreset(void)
{
    unsigned short standard = 0x27F;

    __asm {
        fninit
        fldcw word ptr standard
    }
}
