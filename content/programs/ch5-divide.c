/*
 * One division by zero, from the processor to the
 * filter.
 * Watch what the kernel puts on the stack of the
 * thread before any code of yours runs again.
 */
#include <windows.h>
#include <stdio.h>

static int isMine(EXCEPTION_POINTERS *exception)
{
    EXCEPTION_RECORD *record = exception->ExceptionRecord;
    CONTEXT *context = exception->ContextRecord;

    printf("code %08lx at %p, %lu parameters\n",
        record->ExceptionCode, record->ExceptionAddress, record->NumberParameters);
    printf("eip %08lx esp %08lx eax %08lx\n", context->Eip, context->Esp, context->Eax);
    printf("record at %p, context at %p, filter's own locals at %p\n", record, context, &context);
    return EXCEPTION_EXECUTE_HANDLER;
}

int main(void)
{
    int divisor = 0, result = 0;

    __try {
        __asm {         /* result = 100 / divisor */
            mov eax, 100
            cdq
            idiv divisor
            mov result, eax
        }
        printf("%d\n", result);
    } __except (isMine(GetExceptionInformation())) {
        printf("handled %08lx\n", GetExceptionCode());
    }
    return 0;
}
