/**
 * What ntdll's loader keeps of each module, and the parameters with which a process was made.
 */
import { type At, array, at, PVOID, struct, U8, U16, U32 } from '../../machine/struct.ts';
import { LARGE_INTEGER, LIST_ENTRY, STRING, UNICODE_STRING } from './rtl.ts';

export const PEB_LDR_DATA = struct(
  'PEB_LDR_DATA',
  {
    Length: U32,
    Initialized: U8,
    SsHandle: PVOID,
    InLoadOrderModuleList: LIST_ENTRY,
    InMemoryOrderModuleList: LIST_ENTRY,
    InInitializationOrderModuleList: LIST_ENTRY,
    EntryInProgress: PVOID,
    ShutdownInProgress: U8,
    ShutdownThreadId: PVOID,
  },
  0x30,
);

export const LDR_DATA_TABLE_ENTRY = struct(
  'LDR_DATA_TABLE_ENTRY',
  {
    InLoadOrderLinks: LIST_ENTRY,
    InMemoryOrderLinks: LIST_ENTRY,
    InInitializationOrderLinks: LIST_ENTRY,
    DllBase: PVOID,
    EntryPoint: PVOID,
    SizeOfImage: U32,
    FullDllName: UNICODE_STRING,
    BaseDllName: UNICODE_STRING,
    Flags: U32,
    LoadCount: U16,
    TlsIndex: U16,
    HashLinks: LIST_ENTRY,
    SectionPointer: at(0x3c, PVOID),
    CheckSum: at(0x40, U32),
    TimeDateStamp: at(0x44, U32),
    LoadedImports: at(0x44, PVOID),
    EntryPointActivationContext: at(0x48, PVOID),
    PatchInformation: PVOID,
    ForwarderLinks: LIST_ENTRY,
    ServiceTagLinks: LIST_ENTRY,
    StaticLinks: LIST_ENTRY,
    ContextInformation: PVOID,
    OriginalBase: U32,
    LoadTime: LARGE_INTEGER,
  },
  0x78,
);
export type LDR_DATA_TABLE_ENTRY = At<typeof LDR_DATA_TABLE_ENTRY>;

export const CURDIR = struct('CURDIR', { DosPath: UNICODE_STRING, Handle: PVOID }, 0xc);

export const RTL_DRIVE_LETTER_CURDIR = struct(
  'RTL_DRIVE_LETTER_CURDIR',
  { Flags: U16, Length: U16, TimeStamp: U32, DosPath: STRING },
  0x10,
);

export const RTL_USER_PROCESS_PARAMETERS = struct(
  'RTL_USER_PROCESS_PARAMETERS',
  {
    MaximumLength: U32,
    Length: U32,
    Flags: U32,
    DebugFlags: U32,
    ConsoleHandle: PVOID,
    ConsoleFlags: U32,
    StandardInput: PVOID,
    StandardOutput: PVOID,
    StandardError: PVOID,
    CurrentDirectory: CURDIR,
    DllPath: UNICODE_STRING,
    ImagePathName: UNICODE_STRING,
    CommandLine: UNICODE_STRING,
    Environment: PVOID,
    StartingX: U32,
    StartingY: U32,
    CountX: U32,
    CountY: U32,
    CountCharsX: U32,
    CountCharsY: U32,
    FillAttribute: U32,
    WindowFlags: U32,
    ShowWindowFlags: U32,
    WindowTitle: UNICODE_STRING,
    DesktopInfo: UNICODE_STRING,
    ShellInfo: UNICODE_STRING,
    RuntimeData: UNICODE_STRING,
    CurrentDirectores: array(RTL_DRIVE_LETTER_CURDIR, 32),
    EnvironmentSize: U32,
    EnvironmentVersion: U32,
  },
  0x298,
);
