/** Access masks by the names that WinDbg prints. */

const STANDARD: readonly (readonly [number, string])[] = [
  [0x10000, 'Delete'],
  [0x20000, 'ReadControl'],
  [0x40000, 'WriteDac'],
  [0x80000, 'WriteOwner'],
  [0x100000, 'Synch'],
];

const SPECIFIC: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  Event: [
    [1, 'QueryState'],
    [2, 'ModifyState'],
  ],
  Mutant: [[1, 'QueryState']],
  Semaphore: [
    [1, 'QueryState'],
    [2, 'ModifyState'],
  ],
  Timer: [
    [1, 'QueryState'],
    [2, 'ModifyState'],
  ],
  Thread: [
    [1, 'Terminate'],
    [2, 'SuspendResume'],
    [4, 'Alert'],
    [8, 'GetContext'],
    [0x10, 'SetContext'],
    [0x20, 'SetInfo'],
    [0x40, 'QueryInfo'],
    [0x80, 'SetToken'],
    [0x100, 'Impersonate'],
    [0x200, 'DirectImpersonate'],
  ],
  Process: [
    [1, 'Terminate'],
    [2, 'CreateThread'],
    [8, 'VMOp'],
    [0x10, 'VMRead'],
    [0x20, 'VMWrite'],
    [0x40, 'DupHandle'],
    [0x80, 'CreateProcess'],
    [0x100, 'SetQuota'],
    [0x200, 'SetInfo'],
    [0x400, 'QueryInfo'],
    [0x800, 'SetPort'],
  ],
  File: [
    [1, 'Read/List'],
    [2, 'Write/Add'],
    [4, 'Append/SubDir/CreatePipe'],
    [8, 'ReadEA'],
    [0x10, 'WriteEA'],
    [0x20, 'Execute/Traverse'],
    [0x40, 'DeleteChild'],
    [0x80, 'ReadAttr'],
    [0x100, 'WriteAttr'],
  ],
  Section: [
    [1, 'Query'],
    [2, 'MapWrite'],
    [4, 'MapRead'],
    [8, 'MapExecute'],
    [0x10, 'Extend'],
  ],
};

const names = (mask: number, table: readonly (readonly [number, string])[]) =>
  table.filter(([bit]) => (mask & bit) !== 0).map(([, name]) => name);

/** The rights in `mask`: those that all objects know, then those of the type. */
export function accessNames(
  type: string,
  mask: number,
): { readonly standard: readonly string[]; readonly specific: readonly string[] } {
  return { standard: names(mask, STANDARD), specific: names(mask, SPECIFIC[type] ?? []) };
}
