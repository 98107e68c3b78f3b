/*
 * output.c - formatted output: all functions of the printf family end here. Compiled twice: woutput.c is the wide one.
 *
 *     %[flags][width][.precision][h | l | ll | I32 | I64 | I | w | L]type
 *
 * %s and %c take text of the function's own kind, %S and %C of the other; h makes narrow and l or w wide of either.
 */
#include "internal.h"

#ifdef _UNICODE
#define _tchar wchar_t
#define _output_function _woutput
#else
#define _tchar char
#define _output_function _output
#endif

#define FL_SIGN 0x0001      /* '+' */
#define FL_SIGNSP 0x0002    /* ' ' */
#define FL_LEFT 0x0004      /* '-' */
#define FL_LEADZERO 0x0008  /* '0' */
#define FL_ALTERNATE 0x0010 /* '#' */
#define FL_SHORT 0x0020     /* h */
#define FL_LONG 0x0040      /* l, w */
#define FL_I64 0x0080       /* ll, I64 */
#define FL_SIGNED 0x0100
#define FL_NEGATIVE 0x0200

/* A conversion's text is longest for %.nf of 1e308: 309 digits, the point, and the precision. */
#define MAXPRECISION 512
#define CVTBUFSIZE (MAXPRECISION + 330)

/* One call of printf. */
struct output_state {
    FILE *stream;
    int charsout; /* characters written, -1 after an error */
    int flags;
    int width;
    int precision; /* -1: none given */
    _tchar prefix[4];
    int prefixlen;
};

#ifndef _UNICODE
static int _printf_count_output = 0;
#endif

#ifdef _UNICODE

static void write_char(struct output_state *state, wchar_t ch)
{
    if (state->charsout == -1)
        return;
    if (state->stream->_flag & _IOSTRG) {
        /* A wide string: two bytes a character, little end first. */
        if (state->stream->_base == NULL) {
            ++state->charsout;
            return;
        }
        state->stream->_cnt -= 2;
        if (state->stream->_cnt < 0) {
            state->charsout = -1;
            return;
        }
        *(wchar_t *)state->stream->_ptr = ch;
        state->stream->_ptr += 2;
        ++state->charsout;
        return;
    }
    if (_putwc_nolock(ch, state->stream) == WEOF)
        state->charsout = -1;
    else
        ++state->charsout;
}

#else

static void write_char(struct output_state *state, char ch)
{
    if (state->charsout == -1)
        return;
    if ((state->stream->_flag & _IOSTRG) && state->stream->_base == NULL) {
        ++state->charsout;
        return;
    }
    if (_putc_nolock(ch, state->stream) == EOF)
        state->charsout = -1;
    else
        ++state->charsout;
}

#endif

static void write_multi_char(struct output_state *state, _tchar ch, int num)
{
    while (num-- > 0 && state->charsout != -1)
        write_char(state, ch);
}

static void write_string(struct output_state *state, const _tchar *string, int len)
{
    while (len-- > 0 && state->charsout != -1)
        write_char(state, *string++);
}

/* Blanks, prefix, zeros, text, blanks: what is printed of a conversion besides the text. */
static void write_before(struct output_state *state, int textlen)
{
    int padding = state->width - textlen - state->prefixlen;

    if (!(state->flags & (FL_LEFT | FL_LEADZERO)))
        write_multi_char(state, ' ', padding);
    write_string(state, state->prefix, state->prefixlen);
    if ((state->flags & FL_LEADZERO) && !(state->flags & FL_LEFT))
        write_multi_char(state, '0', padding);
}

static void write_after(struct output_state *state, int textlen)
{
    if (state->flags & FL_LEFT)
        write_multi_char(state, ' ', state->width - textlen - state->prefixlen);
}

static void write_text(struct output_state *state, const _tchar *text, int len)
{
    write_before(state, len);
    write_string(state, text, len);
    write_after(state, len);
}

/* Text of the other kind, converted on the way. */
static void write_foreign_narrow(struct output_state *state, const char *text, int len);
static void write_foreign_wide(struct output_state *state, const wchar_t *text, int len);

#ifdef _UNICODE

static void write_foreign_narrow(struct output_state *state, const char *text, int len)
{
    int units = 0, i = 0;
    wchar_t wide;

    /* len counts bytes here; the width counts characters. */
    while (i < len) {
        int used = __mbtowc_crt(&wide, text + i, len - i);

        if (used <= 0)
            break;
        i += used;
        units++;
    }
    write_before(state, units);
    len = i;
    for (i = 0; i < len;) {
        i += __mbtowc_crt(&wide, text + i, len - i);
        write_char(state, wide);
    }
    write_after(state, units);
}

static void write_foreign_wide(struct output_state *state, const wchar_t *text, int len)
{
    write_text(state, text, len);
}

#else

static void write_foreign_narrow(struct output_state *state, const char *text, int len)
{
    write_text(state, text, len);
}

static void write_foreign_wide(struct output_state *state, const wchar_t *text, int len)
{
    char bytes[8];
    int total = 0, i, k, used;

    for (i = 0; i < len; i++) {
        used = __wctomb_crt(bytes, text[i]);
        if (used < 0) {
            state->charsout = -1;
            return;
        }
        total += used;
    }
    write_before(state, total);
    for (i = 0; i < len; i++) {
        used = __wctomb_crt(bytes, text[i]);
        for (k = 0; k < used; k++)
            write_char(state, bytes[k]);
    }
    write_after(state, total);
}

#endif

/* Is the argument of %c or %s wide? */
static int _IsWide(struct output_state *state, int type)
{
    if (state->flags & FL_SHORT)
        return FALSE;
    if (state->flags & (FL_LONG | FL_I64))
        return TRUE;
#ifdef _UNICODE
    return type == 'c' || type == 's';
#else
    return type == 'C' || type == 'S';
#endif
}

static void convert_character(struct output_state *state, int type, int argument)
{
    if (_IsWide(state, type)) {
        wchar_t wide = (wchar_t)argument;

        write_foreign_wide(state, &wide, 1);
    } else {
        char narrow = (char)argument;

        write_foreign_narrow(state, &narrow, 1);
    }
}

static void convert_string(struct output_state *state, int type, const void *argument)
{
    int limit = state->precision < 0 ? INT_MAX : state->precision;
    int len = 0;

    if (_IsWide(state, type)) {
        const wchar_t *wide = argument ? (const wchar_t *)argument : L"(null)";

        while (len < limit && wide[len])
            len++;
        write_foreign_wide(state, wide, len);
    } else {
        const char *narrow = argument ? (const char *)argument : "(null)";

        while (len < limit && narrow[len])
            len++;
        write_foreign_narrow(state, narrow, len);
    }
}

static void set_sign(struct output_state *state)
{
    if (state->flags & FL_NEGATIVE)
        state->prefix[state->prefixlen++] = '-';
    else if (state->flags & FL_SIGN)
        state->prefix[state->prefixlen++] = '+';
    else if (state->flags & FL_SIGNSP)
        state->prefix[state->prefixlen++] = ' ';
}

/* Digits of number, from the end of the buffer to the front; gives where they begin. */
static _tchar *put_digits(_tchar *end, unsigned __int64 number, int radix, int capitals)
{
    const char *digits = capitals ? "0123456789ABCDEF" : "0123456789abcdef";
    _tchar *p = end;

    /* The upper half costs long divisions: only as long as there is one. */
    while (number > 0xFFFFFFFFUL) {
        *--p = digits[(int)(number % radix)];
        number /= radix;
    }
    {
        unsigned long rest = (unsigned long)number;

        while (rest != 0) {
            *--p = digits[rest % radix];
            rest /= radix;
        }
    }
    return p;
}

static void convert_integer(struct output_state *state, unsigned __int64 number, int radix, int capitals)
{
    _tchar buffer[CVTBUFSIZE];
    _tchar *end = buffer + CVTBUFSIZE;
    _tchar *p;
    int precision = state->precision;

    if (precision < 0)
        precision = 1;
    else
        state->flags &= ~FL_LEADZERO;
    if (precision > MAXPRECISION)
        precision = MAXPRECISION;
    if (state->flags & FL_SIGNED)
        set_sign(state);
    if (number == 0 && radix == 16)
        state->prefixlen = 0;
    p = put_digits(end, number, radix, capitals);
    while (end - p < precision)
        *--p = '0';
    if (radix == 8 && (state->flags & FL_ALTERNATE) && (p == end || *p != '0'))
        *--p = '0';
    write_text(state, p, (int)(end - p));
}

static void convert_double(struct output_state *state, double value, int type)
{
    char buffer[CVTBUFSIZE];
    int capitals = type < 'a';
    int precision = state->precision;
    unsigned long high = ((unsigned long *)&value)[1];
    int length;

    if (precision > MAXPRECISION)
        precision = MAXPRECISION;
    if (high & 0x80000000UL)
        state->flags |= FL_NEGATIVE;
    set_sign(state);
    length = _cfltcvt(value, buffer, CVTBUFSIZE, capitals ? type + 32 : type, precision, state->flags & FL_ALTERNATE, capitals);
    if (type == 'a' || type == 'A') {
        /* 0x belongs in front of the zeros that fill the width. */
        state->prefix[state->prefixlen++] = buffer[0];
        state->prefix[state->prefixlen++] = buffer[1];
        length -= 2;
        memmove(buffer, buffer + 2, length);
    }
    write_before(state, length);
    {
        int i;

        for (i = 0; i < length; i++)
            write_char(state, buffer[i]);
    }
    write_after(state, length);
}

/* The integer argument as its size prefix says, sign extended if the conversion is signed. */
static unsigned __int64 narrow_argument(struct output_state *state, unsigned __int64 value)
{
    __int64 number;

    if (state->flags & FL_I64)
        number = (__int64)value;
    else if (state->flags & FL_SHORT)
        number = state->flags & FL_SIGNED ? (__int64)(short)value : (__int64)(unsigned short)value;
    else
        number = state->flags & FL_SIGNED ? (__int64)(int)value : (__int64)(unsigned int)value;
    if ((state->flags & FL_SIGNED) && number < 0) {
        state->flags |= FL_NEGATIVE;
        number = -number;
    }
    return (unsigned __int64)number;
}

static const _tchar *parse_flags(struct output_state *state, const _tchar *format)
{
    for (;;) {
        switch (*format) {
        case '-':
            state->flags |= FL_LEFT;
            break;
        case '+':
            state->flags |= FL_SIGN;
            break;
        case ' ':
            state->flags |= FL_SIGNSP;
            break;
        case '#':
            state->flags |= FL_ALTERNATE;
            break;
        case '0':
            state->flags |= FL_LEADZERO;
            break;
        default:
            return format;
        }
        format++;
    }
}

static const _tchar *parse_size(struct output_state *state, const _tchar *format)
{
    for (;;) {
        switch (*format) {
        case 'h':
            state->flags |= FL_SHORT;
            break;
        case 'l':
            if (format[1] == 'l') {
                format++;
                state->flags |= FL_I64;
            } else {
                state->flags |= FL_LONG;
            }
            break;
        case 'w':
            state->flags |= FL_LONG;
            break;
        case 'L':
        case 'F':
        case 'N':
            break;
        /* C99's, which Visual C++ 2008 does not know. */
        case 'z':
        case 't':
            break;
        case 'j':
            state->flags |= FL_I64;
            break;
        case 'I':
            if (format[1] == '6' && format[2] == '4') {
                format += 2;
                state->flags |= FL_I64;
            } else if (format[1] == '3' && format[2] == '2') {
                format += 2;
                state->flags &= ~FL_I64;
            }
            break;
        default:
            return format;
        }
        format++;
    }
}

static int invalid_format(void)
{
    errno = EINVAL;
    _INVALID_PARAMETER(("Incorrect format specifier", 0));
    return -1;
}

int __cdecl _output_function(FILE *stream, const _tchar *format, va_list argptr)
{
    struct output_state state;
    int type;

    _VALIDATE_RETURN(stream != NULL, EINVAL, -1);
    _VALIDATE_RETURN(format != NULL, EINVAL, -1);
    state.stream = stream;
    state.charsout = 0;
    while (*format && state.charsout != -1) {
        if (*format != '%') {
            write_char(&state, *format++);
            continue;
        }
        state.flags = 0;
        state.width = 0;
        state.precision = -1;
        state.prefixlen = 0;
        format = parse_flags(&state, format + 1);
        if (*format == '*') {
            state.width = va_arg(argptr, int);
            if (state.width < 0) {
                state.flags |= FL_LEFT;
                state.width = -state.width;
            }
            format++;
        } else {
            while (*format >= '0' && *format <= '9')
                state.width = state.width * 10 + (*format++ - '0');
        }
        if (*format == '.') {
            format++;
            state.precision = 0;
            if (*format == '*') {
                state.precision = va_arg(argptr, int);
                if (state.precision < 0)
                    state.precision = -1;
                format++;
            } else {
                while (*format >= '0' && *format <= '9')
                    state.precision = state.precision * 10 + (*format++ - '0');
            }
        }
        format = parse_size(&state, format);
        type = *format;
        if (type == 0)
            break;
        format++;
        switch (type) {
        case 'c':
        case 'C':
            convert_character(&state, type, va_arg(argptr, int));
            break;
        case 's':
        case 'S':
            convert_string(&state, type, va_arg(argptr, const void *));
            break;
        case 'Z': {
            /* A counted string: USHORT Length, MaximumLength, pointer. Length is in bytes. */
            const unsigned short *counted = va_arg(argptr, const unsigned short *);

            if (counted == NULL || *(void **)(counted + 2) == NULL) {
                convert_string(&state, 's', NULL);
            } else {
                state.precision = *counted;
                if (state.flags & FL_LONG)
                    write_foreign_wide(&state, *(wchar_t **)(counted + 2), *counted / 2);
                else
                    write_foreign_narrow(&state, *(char **)(counted + 2), *counted);
            }
            break;
        }
        case 'd':
        case 'i':
            state.flags |= FL_SIGNED;
            /* fall through */
        case 'u':
        case 'o':
        case 'x':
        case 'X':
            {
                unsigned __int64 number = narrow_argument(&state,
                    state.flags & FL_I64 ? va_arg(argptr, unsigned __int64) : (unsigned __int64)va_arg(argptr, unsigned int));

                if ((state.flags & FL_ALTERNATE) && (type == 'x' || type == 'X')) {
                    state.prefix[0] = '0';
                    state.prefix[1] = (_tchar)type;
                    state.prefixlen = 2;
                }
                convert_integer(&state, number, type == 'o' ? 8 : type == 'x' || type == 'X' ? 16 : 10, type == 'X');
            }
            break;
        case 'p':
            state.precision = 2 * sizeof(void *);
            if (state.flags & FL_ALTERNATE) {
                state.prefix[0] = '0';
                state.prefix[1] = 'X';
                state.prefixlen = 2;
            }
            convert_integer(&state, va_arg(argptr, unsigned int), 16, TRUE);
            break;
        case 'e':
        case 'E':
        case 'f':
        case 'g':
        case 'G':
        case 'a':
        case 'A':
            convert_double(&state, va_arg(argptr, double), type);
            break;
        case 'n': {
            /* Writes to memory that the format alone knows of: disabled unless the program asks for it. */
            void *where = va_arg(argptr, void *);

            if (!_get_printf_count_output())
                return invalid_format();
            if (state.flags & FL_SHORT)
                *(short *)where = (short)state.charsout;
            else
                *(int *)where = state.charsout;
            break;
        }
        default:
            /* Not a conversion: the character stands for itself, so %% is %. */
            write_char(&state, (_tchar)type);
            break;
        }
    }
    return state.charsout;
}

#ifndef _UNICODE

_CRTIMP int __cdecl _set_printf_count_output(int value)
{
    int old = _printf_count_output;

    _printf_count_output = value != 0;
    return old;
}

_CRTIMP int __cdecl _get_printf_count_output(void)
{
    return _printf_count_output;
}

#endif
