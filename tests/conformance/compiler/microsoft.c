// by hand: gcc has none of this
/* Microsoft's extensions: assembly, calling conventions, attributes. */
#include <stdio.h>
#pragma warning(disable: 4100 4101)
#pragma intrinsic(memcpy)
#define WINAPI __stdcall
typedef int (WINAPI *callback)(int, int);
typedef unsigned __int64 u64;
int WINAPI minus(int a, int b) { return a - b; }
int __fastcall fast(int a, int b, int c) { return a * 100 + b * 10 + c; }
static int __cdecl apply(callback f, int x, int y) { return f(x, y); }
void (__stdcall *pointer)(int *);
void __stdcall store(int *p) { *p = 77; }
struct pair { int first, second; struct { char c; short s; } in; };
__declspec(align(16)) static int aligned;
__declspec(noinline) int plain(void) { return 5; }
__forceinline int forced(int x) { return x + 1; }
static __inline int inlined(int x) { return x * 2; }
__declspec(naked) int naked(int x) {
    __asm {
        mov eax, [esp+4]    ; the argument, isn't it
        add eax, 3          // and a comment { of C
        ret
    }
}
enum { SEVEN = 7 };
int global = 40;
int assembly(int x) {
    int result; struct pair p; struct pair *pp = &p; int array[3] = { 1, 2, 3 }; char c = 'c';
    p.first = 10; p.second = 20; p.in.s = 3;
    __asm mov eax, x
    __asm add eax, SEVEN
    __asm mov result, eax
    __asm {
        mov ecx, pp
        mov eax, [ecx]pair.second
        add eax, p.first
        add eax, [array+8]
        movsx edx, p.in.s
        add eax, edx
        add result, eax
        cmp result, 0
        jge done
        neg result
    done:
        mov eax, global
        add result, eax
        movzx eax, c
        cmp eax, 'c'
        jne out
        inc result
    out:
    }
    return result;
}
int one_line(int a) { __asm { mov eax, a } __asm { shl eax, 2 } __asm mov a, eax __asm inc a
    return a; }
#define BREAK_EVEN(x) __asm { __asm mov eax, x __asm add eax, eax __asm mov x, eax }
int in_macro(int v) { BREAK_EVEN(v) return v; }
int calls(void) { int r; __asm { push 5
    push 12
    call minus
    mov r, eax
    lea eax, r
    push eax
    call pointer } return r; }
int sizes(void) { __int8 a = -1; __int16 b = -2; __int32 c = -3; __int64 d = -4; return sizeof a + sizeof b + sizeof c + sizeof d + a + b + c + (int)d; }
int main(void) {
    u64 big = 0x123456789abcdefui64; __int64 small = -5i64; unsigned int w;
    printf("%d %d\n", apply(minus, 9, 4), fast(1, 2, 3));
    pointer = store; pointer(&global); printf("%d\n", global); global = 40;
    printf("%d %d %d %d\n", ((unsigned)&aligned & 15), plain(), forced(1), inlined(4));
    printf("%d\n", naked(4));
    printf("%d\n", assembly(5));
    printf("%d %d\n", one_line(10), in_macro(21));
    printf("%d\n", calls());
    printf("%I64x %I64d %d\n", big, small, sizes());
    printf("%d %d\n", (int)__alignof(double), (int)sizeof(__int64));
    printf("%s %d\n", __FUNCTION__, __LINE__);
    __noop(printf("never")); __assume(1);
    { unsigned long v = 1; long old = _InterlockedExchangeAdd((long *)&v, 4); printf("%ld %lu\n", old, v); }
    { char *p = (char *)_alloca(100); p[99] = 'z'; printf("%c\n", p[99]); }
    { struct { unsigned a : 4; unsigned b : 4; } __unaligned *q = (void *)&w; w = 0x5a; printf("%x %x\n", q->a, q->b); }
    return 0;
}
// expect: 5 123
// expect: 77
// expect: 0 5 2 8
// expect: 7
// expect: 89
// expect: 41 42
// expect: 77
// expect: 123456789abcdef -5 5
// expect: 8 8
// expect: main 79
// expect: 1 5
// expect: z
// expect: a 5
