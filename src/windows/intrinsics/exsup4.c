/*
 * Structured exception handling in code that is compiled with /GS: _except_handler4.
 *
 * The record is that of _except_handler3, but the address of the scope table is xor-ed with the security cookie, and -2 is the
 * level outside of all __try blocks. Before its rows the scope table says where the frame's cookies are:
 *
 *   0  GSCookieOffset, -2 for none     4   GSCookieXOROffset     [EBP + offset] xor (EBP + XOR offset) must be the cookie
 *   8  EHCookieOffset                  0Ch EHCookieXOROffset
 *
 * What has overwritten a frame that is asked has overwritten a cookie too: then no filter and no handler is called any more.
 */

typedef struct _EH4_SCOPETABLE {
    int GSCookieOffset;
    int GSCookieXOROffset;
    int EHCookieOffset;
    int EHCookieXOROffset;
    struct {
        int EnclosingLevel;
        void *FilterFunc;
        void *HandlerAddress;
    } ScopeRecord[1];
} EH4_SCOPETABLE;

typedef struct _EH4_RECORD {
    struct _EH4_RECORD *Next;
    void *Handler;
    unsigned long EncodedScopeTable;
    int TryLevel;
} EH4_RECORD;

/* What _local_unwind4 links while __finally blocks run. */
typedef struct _EH4_UNWIND {
    EH4_RECORD *Next;
    void *Handler;
    int Around;
    EH4_RECORD *Record;
    int Stop;
} EH4_UNWIND;

extern unsigned long __security_cookie;

void __fastcall __security_check_cookie(unsigned long cookie);
void _global_unwind2(void *record);
void _local_unwind4(unsigned long *cookie, void *record, int stop);

static EH4_SCOPETABLE *TableOf(EH4_RECORD *record)
{
    return (EH4_SCOPETABLE *)(record->EncodedScopeTable ^ __security_cookie);
}

/* Ends the process when a cookie of the frame is not what it was. */
void _validate_cookies4(EH4_RECORD *record)
{
    EH4_SCOPETABLE *table = TableOf(record);
    char *ebp = (char *)record + 0x10;

    if (table->GSCookieOffset != -2)
        __security_check_cookie(*(unsigned long *)(ebp + table->GSCookieOffset) ^ (unsigned long)(ebp + table->GSCookieXOROffset));
    __security_check_cookie(*(unsigned long *)(ebp + table->EHCookieOffset) ^ (unsigned long)(ebp + table->EHCookieXOROffset));
}

/* As _unwind_handler, for the records of _local_unwind4. */
__declspec(naked) int _unwind_handler4(void *exceptionRecord, void *record, void *context, void **dispatcher)
{
    __asm {
        mov     ecx, dword ptr [esp+4]
        mov     eax, 1                      /* ExceptionContinueSearch */
        test    dword ptr [ecx+4], 6        /* EXCEPTION_UNWINDING, EXCEPTION_EXIT_UNWIND */
        je      done
        mov     ecx, dword ptr [esp+8]
        mov     eax, dword ptr [ecx+0Ch]
        push    ebp
        lea     ebp, [eax+10h]
        push    dword ptr [ecx+10h]
        push    eax
        push    offset __security_cookie
        call    _local_unwind4
        add     esp, 0Ch
        pop     ebp
        mov     ecx, dword ptr [esp+8]
        mov     eax, dword ptr [esp+10h]
        mov     dword ptr [eax], ecx
        mov     eax, 3                      /* ExceptionCollidedUnwind */
    done:
        ret
    }
}

/* As _local_unwind2; `cookie` is what the address of the scope table is xor-ed with. */
__declspec(naked) void _local_unwind4(unsigned long *cookie, void *record, int stop)
{
    __asm {
        push    ebx
        push    esi
        push    edi
        push    dword ptr [esp+18h]
        push    dword ptr [esp+18h]
        push    -2
        push    offset _unwind_handler4
        push    dword ptr fs:[0]
        mov     dword ptr fs:[0], esp
    next:
        mov     eax, dword ptr [esp+0Ch]
        mov     esi, dword ptr [eax+0Ch]
        cmp     esi, -2
        je      done
        cmp     esi, dword ptr [esp+10h]
        je      done
        lea     esi, [esi+esi*2]
        mov     ebx, dword ptr [esp+24h]
        mov     ebx, dword ptr [ebx]
        xor     ebx, dword ptr [eax+8]
        add     ebx, 10h
        mov     ecx, dword ptr [ebx+esi*4]
        mov     dword ptr [eax+0Ch], ecx
        mov     dword ptr [esp+8], ecx
        cmp     dword ptr [ebx+esi*4+4], 0
        jne     next
        call    dword ptr [ebx+esi*4+8]
        jmp     next
    done:
        pop     dword ptr fs:[0]
        add     esp, 10h
        pop     edi
        pop     esi
        pop     ebx
        ret
    }
}

/* As _unwind_target2. */
void *_unwind_target4(EH4_RECORD *record, int level)
{
    EH4_SCOPETABLE *table = TableOf(record);
    EH4_RECORD *at;

    for (at = (EH4_RECORD *)__readfsdword(0); at < record; at = at->Next) {
        EH4_UNWIND *unwind = (EH4_UNWIND *)at;
        int around;

        if (at->Handler != (void *)_unwind_handler4 || unwind->Record != record)
            continue;
        for (around = unwind->Around; around != level && around != -2; around = table->ScopeRecord[around].EnclosingLevel)
            ;
        if (around != level)
            return at;
        unwind->Stop = level;
    }
    return record;
}

/* As _except_handler3. */
__declspec(naked) int _except_handler4(void *exceptionRecord, void *record, void *context, void *dispatcher)
{
    __asm {
        push    ebp
        mov     ebp, esp
        sub     esp, 8
        push    ebx
        push    esi
        push    edi
        cld
        mov     ebx, dword ptr [ebp+0Ch]
        push    ebx
        call    _validate_cookies4
        add     esp, 4
        mov     eax, dword ptr [ebp+8]
        mov     esi, -2
        cmp     dword ptr [eax+10h], -1     /* longjmp: to which level */
        jne     ordinary
        mov     esi, dword ptr [eax+14h]
        cmp     esi, -1
        jne     ordinary
        mov     esi, -2
    ordinary:
        test    dword ptr [eax+4], 6        /* EXCEPTION_UNWINDING, EXCEPTION_EXIT_UNWIND */
        jne     unwind
        cmp     dword ptr [eax+10h], -1
        je      target
        mov     dword ptr [ebp-8], eax      /* the EXCEPTION_POINTERS */
        mov     eax, dword ptr [ebp+10h]
        mov     dword ptr [ebp-4], eax
        lea     eax, [ebp-8]
        mov     dword ptr [ebx-4], eax
        mov     esi, dword ptr [ebx+0Ch]
    next:
        cmp     esi, -2
        je      search
        mov     edi, dword ptr [ebx+8]
        xor     edi, dword ptr [__security_cookie]
        add     edi, 10h
        lea     ecx, [esi+esi*2]
        mov     eax, dword ptr [edi+ecx*4+4]
        or      eax, eax
        je      outer
        push    ebx
        push    esi
        push    ebp
        lea     ebp, [ebx+10h]
        call    eax
        pop     ebp
        pop     esi
        pop     ebx
        or      eax, eax
        je      outer                       /* EXCEPTION_CONTINUE_SEARCH */
        js      resume                      /* EXCEPTION_CONTINUE_EXECUTION */
        push    esi
        push    ebx
        call    _unwind_target4
        add     esp, 8
        push    eax
        call    _global_unwind2
        add     esp, 4
        push    ebx
        call    _validate_cookies4
        add     esp, 4
        lea     ebp, [ebx+10h]
        push    esi
        push    ebx
        push    offset __security_cookie
        call    _local_unwind4
        add     esp, 0Ch
        mov     edi, dword ptr [ebx+8]
        xor     edi, dword ptr [__security_cookie]
        add     edi, 10h
        lea     ecx, [esi+esi*2]
        mov     eax, dword ptr [edi+ecx*4]
        mov     dword ptr [ebx+0Ch], eax
        jmp     dword ptr [edi+ecx*4+8]
    outer:
        mov     edi, dword ptr [ebx+8]
        xor     edi, dword ptr [__security_cookie]
        add     edi, 10h
        lea     ecx, [esi+esi*2]
        mov     esi, dword ptr [edi+ecx*4]
        jmp     next
    resume:
        xor     eax, eax                    /* ExceptionContinueExecution */
        jmp     done
    target:
        push    esi
        push    ebx
        call    _unwind_target4
        add     esp, 8
        mov     ecx, dword ptr [ebp+8]
        mov     dword ptr [ecx+18h], eax
        jmp     search
    unwind:
        push    ebp
        lea     ebp, [ebx+10h]
        push    esi
        push    ebx
        push    offset __security_cookie
        call    _local_unwind4
        add     esp, 0Ch
        pop     ebp
    search:
        mov     eax, 1                      /* ExceptionContinueSearch */
    done:
        pop     edi
        pop     esi
        pop     ebx
        mov     esp, ebp
        pop     ebp
        ret
    }
}
