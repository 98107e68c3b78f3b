// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w linked-list.c -lm && ./a.out
/* A list on the heap: insert, reverse, free. */
#include <stdio.h>
#include <stdlib.h>
struct node { int key; struct node *next; };
struct node *push(struct node *head, int key) { struct node *n = malloc(sizeof *n); n->key = key; n->next = head; return n; }
struct node *reverse(struct node *head) { struct node *r = NULL; while (head) { struct node *next = head->next; head->next = r; r = head; head = next; } return r; }
void insert(struct node **at, int key) { while (*at && (*at)->key < key) at = &(*at)->next; *at = push(*at, key); }
void print(const struct node *n) { for (; n; n = n->next) printf("%d ", n->key); printf("\n"); }
int main(void) {
    struct node *list = NULL, *sorted = NULL; int i, keys[] = { 5, 1, 4, 2, 3 };
    for (i = 0; i < 5; i++) { list = push(list, keys[i]); insert(&sorted, keys[i]); }
    print(list); print(sorted); list = reverse(list); print(list);
    while (list) { struct node *n = list; list = n->next; free(n); }
    while (sorted) { struct node *n = sorted->next; free(sorted); sorted = n; }
    printf("%p\n" + 3, 0);
    return 0;
}
// expect: 3 2 4 1 5
// expect: 1 2 3 4 5
// expect: 5 1 4 2 3
