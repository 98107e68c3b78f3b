/* qsort.c - sorting and searching arrays. */
#include "internal.h"

#define CUTOFF 8 /* arrays this short are sorted by selection */
#define STKSIZ (8 * sizeof(void *) - 2)

typedef int(__cdecl *_COMPARE)(const void *, const void *);
typedef int(__cdecl *_COMPARE_S)(void *, const void *, const void *);

/* The comparison with or without a context. */
struct order {
    _COMPARE compare;
    _COMPARE_S compare_s;
    void *context;
};

static int _Compare(struct order *order, const void *left, const void *right)
{
    if (order->compare)
        return (*order->compare)(left, right);
    return (*order->compare_s)(order->context, left, right);
}

static void swap(char *a, char *b, size_t width)
{
    if (a == b)
        return;
    while (width >= sizeof(int)) {
        int tmp = *(int *)a;

        *(int *)a = *(int *)b;
        *(int *)b = tmp;
        a += sizeof(int);
        b += sizeof(int);
        width -= sizeof(int);
    }
    while (width-- > 0) {
        char tmp = *a;

        *a++ = *b;
        *b++ = tmp;
    }
}

/* The largest goes to the end, again and again. */
static void shortsort(char *lo, char *hi, size_t width, struct order *order)
{
    char *p;
    char *max;

    while (hi > lo) {
        max = lo;
        for (p = lo + width; p <= hi; p += width) {
            if (_Compare(order, p, max) > 0)
                max = p;
        }
        swap(max, hi, width);
        hi -= width;
    }
}

/* Quicksort with the median of three; the larger part waits on a stack of its own. */
static void _Sort(void *base, size_t num, size_t width, struct order *order)
{
    char *lostk[STKSIZ];
    char *histk[STKSIZ];
    int stkptr = 0;
    char *lo = (char *)base;
    char *hi = (char *)base + width * (num - 1);

    for (;;) {
        size_t size = (size_t)(hi - lo) / width + 1;

        if (size <= CUTOFF) {
            shortsort(lo, hi, width, order);
        } else {
            char *mid = lo + (size / 2) * width;
            char *loguy = lo;
            char *higuy = hi;

            if (_Compare(order, lo, mid) > 0)
                swap(lo, mid, width);
            if (_Compare(order, lo, hi) > 0)
                swap(lo, hi, width);
            if (_Compare(order, mid, hi) > 0)
                swap(mid, hi, width);
            for (;;) {
                if (mid > loguy) {
                    do {
                        loguy += width;
                    } while (loguy < mid && _Compare(order, loguy, mid) <= 0);
                }
                if (mid <= loguy) {
                    do {
                        loguy += width;
                    } while (loguy <= hi && _Compare(order, loguy, mid) <= 0);
                }
                do {
                    higuy -= width;
                } while (higuy > mid && _Compare(order, higuy, mid) > 0);
                if (higuy < loguy)
                    break;
                swap(loguy, higuy, width);
                /* The dividing element may have moved. */
                if (mid == higuy)
                    mid = loguy;
            }
            /* Elements equal to the dividing one need no more sorting. */
            higuy += width;
            if (mid < higuy) {
                do {
                    higuy -= width;
                } while (higuy > mid && _Compare(order, higuy, mid) == 0);
            }
            if (mid >= higuy) {
                do {
                    higuy -= width;
                } while (higuy > lo && _Compare(order, higuy, mid) == 0);
            }
            if (higuy - lo >= hi - loguy) {
                if (lo < higuy) {
                    lostk[stkptr] = lo;
                    histk[stkptr] = higuy;
                    ++stkptr;
                }
                if (loguy < hi) {
                    lo = loguy;
                    continue;
                }
            } else {
                if (loguy < hi) {
                    lostk[stkptr] = loguy;
                    histk[stkptr] = hi;
                    ++stkptr;
                }
                if (lo < higuy) {
                    hi = higuy;
                    continue;
                }
            }
        }
        if (--stkptr < 0)
            return;
        lo = lostk[stkptr];
        hi = histk[stkptr];
    }
}

_CRTIMP void __cdecl qsort(void *base, size_t num, size_t width, _COMPARE comp)
{
    struct order order;

    _VALIDATE_RETURN_VOID(base != NULL || num == 0, EINVAL);
    _VALIDATE_RETURN_VOID(width > 0, EINVAL);
    _VALIDATE_RETURN_VOID(comp != NULL, EINVAL);
    if (num < 2)
        return;
    order.compare = comp;
    order.compare_s = NULL;
    order.context = NULL;
    _Sort(base, num, width, &order);
}

_CRTIMP void __cdecl qsort_s(void *base, size_t num, size_t width, _COMPARE_S comp, void *context)
{
    struct order order;

    _VALIDATE_RETURN_VOID(base != NULL || num == 0, EINVAL);
    _VALIDATE_RETURN_VOID(width > 0, EINVAL);
    _VALIDATE_RETURN_VOID(comp != NULL, EINVAL);
    if (num < 2)
        return;
    order.compare = NULL;
    order.compare_s = comp;
    order.context = context;
    _Sort(base, num, width, &order);
}

static void *_Search(const void *key, const void *base, size_t num, size_t width, struct order *order)
{
    const char *lo = (const char *)base;

    while (num > 0) {
        const char *mid = lo + (num / 2) * width;
        int result = _Compare(order, key, mid);

        if (result == 0)
            return (void *)mid;
        if (result > 0) {
            lo = mid + width;
            num -= num / 2 + 1;
        } else {
            num /= 2;
        }
    }
    return NULL;
}

_CRTIMP void *__cdecl bsearch(const void *key, const void *base, size_t num, size_t width, _COMPARE comp)
{
    struct order order;

    _VALIDATE_RETURN(base != NULL || num == 0, EINVAL, NULL);
    _VALIDATE_RETURN(width > 0 && comp != NULL, EINVAL, NULL);
    order.compare = comp;
    order.compare_s = NULL;
    order.context = NULL;
    return _Search(key, base, num, width, &order);
}

_CRTIMP void *__cdecl bsearch_s(const void *key, const void *base, size_t num, size_t width, _COMPARE_S comp, void *context)
{
    struct order order;

    _VALIDATE_RETURN(base != NULL || num == 0, EINVAL, NULL);
    _VALIDATE_RETURN(width > 0 && comp != NULL, EINVAL, NULL);
    order.compare = NULL;
    order.compare_s = comp;
    order.context = context;
    return _Search(key, base, num, width, &order);
}

_CRTIMP void *__cdecl _lfind(const void *key, const void *base, unsigned int *num, unsigned int width, _COMPARE compare)
{
    const char *p = (const char *)base;
    unsigned int i;

    _VALIDATE_RETURN(key != NULL && num != NULL && width > 0 && compare != NULL, EINVAL, NULL);
    for (i = 0; i < *num; i++, p += width) {
        if ((*compare)(key, p) == 0)
            return (void *)p;
    }
    return NULL;
}

/* As _lfind, but a key that is not there is added. */
_CRTIMP void *__cdecl _lsearch(const void *key, void *base, unsigned int *num, unsigned int width, _COMPARE compare)
{
    char *found = (char *)_lfind(key, base, num, width, compare);

    if (found == NULL && num != NULL) {
        found = (char *)base + *num * width;
        memcpy(found, key, width);
        ++*num;
    }
    return found;
}
