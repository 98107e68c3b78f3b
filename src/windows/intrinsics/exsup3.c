/*
 * Structured exception handling: what __try needs at run time.
 *
 * A function with __try links a record into the chain at fs:[0] and names _except_handler3 in it. The record lies at the
 * same place in every such frame:
 *
 *   record-8   ESP of the function's body       record+4   _except_handler3
 *   record-4   EXCEPTION_POINTERS of a filter   record+8   scope table
 *   record     next record                      record+0Ch try level: the row in force, -1 for none
 *   record+10h EBP of the function
 *
 * A row of the scope table: the level around it, the filter (0 for __finally), the handler or the __finally block. Filters,
 * handlers and __finally blocks are pieces of the function's own code and run with its EBP.
 */

void __stdcall RtlUnwind(void *TargetFrame, void *TargetIp, void *ExceptionRecord, void *ReturnValue);
void _local_unwind2(void *record, int stop);

/* Makes all frames inside this one end: their __finally blocks run. */
__declspec(naked) void _global_unwind2(void *record)
{
    __asm {
        push    ebp
        mov     ebp, esp
        push    ebx
        push    esi
        push    edi
        push    ebp
        push    0
        push    0
        push    0
        push    dword ptr [ebp+8]
        call    RtlUnwind
        pop     ebp
        pop     edi
        pop     esi
        pop     ebx
        mov     esp, ebp
        pop     ebp
        ret
    }
}

/*
 * The handler of the record that _local_unwind2 links while __finally blocks run. An unwind that comes out of such a block
 * takes the place of the one that has called it: the blocks that are left run, and the unwind goes on behind this record.
 */
__declspec(naked) int _unwind_handler(void *exceptionRecord, void *record, void *context, void **dispatcher)
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
        call    _local_unwind2
        add     esp, 8
        pop     ebp
        mov     ecx, dword ptr [esp+8]
        mov     eax, dword ptr [esp+10h]
        mov     dword ptr [eax], ecx
        mov     eax, 3                      /* ExceptionCollidedUnwind */
    done:
        ret
    }
}

/*
 * Leaves all __try blocks of one frame that lie inside the level `stop`: their __finally blocks run, innermost first. EBP must
 * be the frame's. The level is lowered before the block runs, so that an exception in the block doesn't run it again.
 * Meanwhile a record of its own is on the chain: next, _unwind_handler, level around the running block, frame's record, stop.
 */
__declspec(naked) void _local_unwind2(void *record, int stop)
{
    __asm {
        push    ebx
        push    esi
        push    edi
        push    dword ptr [esp+14h]
        push    dword ptr [esp+14h]
        push    -1
        push    offset _unwind_handler
        push    dword ptr fs:[0]
        mov     dword ptr fs:[0], esp
    next:
        mov     eax, dword ptr [esp+0Ch]
        mov     esi, dword ptr [eax+0Ch]
        cmp     esi, -1
        je      done
        cmp     esi, dword ptr [esp+10h]
        je      done
        lea     esi, [esi+esi*2]
        mov     ebx, dword ptr [eax+8]
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

/*
 * The record that an unwind to a level of a frame ends at: the frame's own, or, when the level lies inside a __finally block
 * that _local_unwind2 has called, that one's. Local unwinds that the new one takes the place of stop at the level.
 */
__declspec(naked) void *_unwind_target2(void *record, int level)
{
    __asm {
        push    ebx
        push    esi
        mov     ebx, dword ptr [esp+0Ch]
        mov     eax, dword ptr fs:[0]
    next:
        cmp     eax, ebx
        jae     own
        mov     ecx, offset _unwind_handler
        cmp     dword ptr [eax+4], ecx
        jne     outer
        cmp     dword ptr [eax+0Ch], ebx
        jne     outer
        mov     esi, dword ptr [ebx+8]
        mov     ecx, dword ptr [eax+8]
    around:
        cmp     ecx, dword ptr [esp+10h]
        je      outside
        cmp     ecx, -1
        je      done
        lea     ecx, [ecx+ecx*2]
        mov     ecx, dword ptr [esi+ecx*4]
        jmp     around
    outside:
        mov     dword ptr [eax+10h], ecx
    outer:
        mov     eax, dword ptr [eax]
        jmp     next
    own:
        mov     eax, ebx
    done:
        pop     esi
        pop     ebx
        ret
    }
}

/*
 * The handler in every record. Searching: asks the filters from the try level outwards; for one that wants the exception,
 * unwinds and jumps to its handler, which never returns here. Unwinding: runs all __finally blocks of the frame.
 *
 * longjmp calls it too, with -1 parameters, a number that no exception has, and the level to go to in the first of them: without
 * EXCEPTION_UNWINDING to be told the record that RtlUnwind is to end at, in the second; with it to have the levels left.
 */
__declspec(naked) int _except_handler3(void *exceptionRecord, void *record, void *context, void *dispatcher)
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
        mov     eax, dword ptr [ebp+8]
        mov     esi, -1
        cmp     dword ptr [eax+10h], -1     /* longjmp: to which level */
        jne     ordinary
        mov     esi, dword ptr [eax+14h]
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
        cmp     esi, -1
        je      search
        mov     edi, dword ptr [ebx+8]
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
        call    _unwind_target2
        add     esp, 8
        push    eax
        call    _global_unwind2
        add     esp, 4
        lea     ebp, [ebx+10h]
        push    esi
        push    ebx
        call    _local_unwind2
        add     esp, 8
        mov     edi, dword ptr [ebx+8]
        lea     ecx, [esi+esi*2]
        mov     eax, dword ptr [edi+ecx*4]
        mov     dword ptr [ebx+0Ch], eax
        jmp     dword ptr [edi+ecx*4+8]
    outer:
        mov     edi, dword ptr [ebx+8]
        lea     ecx, [esi+esi*2]
        mov     esi, dword ptr [edi+ecx*4]
        jmp     next
    resume:
        xor     eax, eax                    /* ExceptionContinueExecution */
        jmp     done
    target:
        push    esi
        push    ebx
        call    _unwind_target2
        add     esp, 8
        mov     ecx, dword ptr [ebp+8]
        mov     dword ptr [ecx+18h], eax
        jmp     search
    unwind:
        push    ebp
        lea     ebp, [ebx+10h]
        push    esi
        push    ebx
        call    _local_unwind2
        add     esp, 8
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
