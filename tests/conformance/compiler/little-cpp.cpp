// recorded: g++ -m32 -std=gnu++98 -fshort-wchar -fno-exceptions -fno-rtti -w little-cpp.cpp && ./a.out
/* The little C++ of small samples. */
#include <stdio.h>
extern "C" { int c_function(int x); }
extern "C" int c_function(int x) { return x + 1; }
const int N = 4;
const int M = N * 2;
int table[M];
struct point { int x, y; };
enum color { RED, GREEN };
static int calls;
int next() { return ++calls; }
int dynamic = next() + 10;
int later = dynamic * 2;
void swap(int& a, int& b) { int t = a; a = b; b = t; }
int sum(const point& p) { return p.x + p.y; }
int& element(int i) { return table[i]; }
int withDefault(int a, int b = 5, int c = 6) { return a * 100 + b * 10 + c; }
bool isOdd(int x) { return x & 1; }
void unnamed(int, char) { }
inline int twice(int x) { return 2 * x; }
struct node { int v; node *next; };
node *push(node *head, int v) { node *n = new node; n->v = v; n->next = head; return n; }
typedef unsigned int size_tt;
void *operator new(unsigned int size);
char heap[4096]; int at;
void *operator new(unsigned int size) { printf("new %u\n", size); void *p = heap + at; at += (size + 7) & ~7; return p; }
void operator delete(void *p) { printf("delete %d\n", p != 0); }
void *operator new[](unsigned int size) { printf("new[] %u\n", size); return operator new(size); }
void operator delete[](void *p) { printf("delete[]\n"); operator delete(p); }
int main() {
    int a = 1, b = 2; swap(a, b); printf("%d %d\n", a, b);
    point p = { 3, 4 }; printf("%d %d\n", sum(p), (int)sizeof(table));
    element(3) = 7; element(3)++; printf("%d\n", table[3]);
    printf("%d %d %d\n", withDefault(1), withDefault(1, 2), withDefault(1, 2, 3));
    bool t = true, f = !t; t = 5 > 3; printf("%d %d %d %d\n", t, f, isOdd(7), (int)sizeof(bool));
    printf("%d %d\n", dynamic, later);
    int *q = new int(42); printf("%d\n", *q); delete q;
    char *s = new char[10]; s[0] = 'a'; s[1] = 0; printf("%s\n", s); delete[] s;
    node *list = push(push(0, 1), 2); for (node *n = list; n; n = n->next) printf("%d ", n->v); printf("\n");
    if (int k = next()) printf("%d\n", k);
    int& r = a; r += 10; printf("%d %d\n", a, &r == &a);
    double d = static_cast<double>(7) / 2; printf("%.1f %d\n", d, int(d) + 1);
    void *v = &a; printf("%d\n", *static_cast<int *>(v)); printf("%d\n", *reinterpret_cast<int *>(v));
    for (int i = 0; i < 3; ++i) { const int k = i * i; printf("%d ", k); } printf("\n");
    color c = GREEN; switch (c) { case RED: printf("red\n"); break; case GREEN: printf("green\n"); }
    int e(9); printf("%d %d %d\n", e, twice(e), c_function(e)); unnamed(1, 'x');
    wchar_t w = L'w'; printf("%d %d\n", w, (int)sizeof(w));
    const char *text = true ? "yes" : "no"; printf("%s\n", text);
    point *pp = new point[N]; pp[3].x = 5; printf("%d\n", pp[3].x); delete[] pp;
    return 0;
}
// expect: 2 1
// expect: 7 32
// expect: 8
// expect: 156 126 123
// expect: 1 0 1 1
// expect: 11 22
// expect: new 4
// expect: 42
// expect: delete 1
// expect: new[] 10
// expect: new 10
// expect: a
// expect: delete[]
// expect: delete 1
// expect: new 8
// expect: new 8
// expect: 2 1
// expect: 2
// expect: 12 1
// expect: 3.5 4
// expect: 12
// expect: 12
// expect: 0 1 4
// expect: green
// expect: 9 18 10
// expect: 119 2
// expect: yes
// expect: new[] 32
// expect: new 32
// expect: 5
// expect: delete[]
// expect: delete 1
