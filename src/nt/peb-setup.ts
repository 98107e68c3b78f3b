/**
 * What the kernel writes into a new process: the parameters with which it was made, and the PEB as far as it is the kernel's to
 * fill. The rest of the PEB is ntdll's.
 */
import { PAGE_SIZE } from '../machine/memory.ts';
import { MM_READWRITE } from './pte.ts';
import type { MappedImage } from './section.ts';
import { RTL_USER_PROCESS_PARAMETERS } from './structs/ldr.ts';
import { PEB } from './structs/peb.ts';
import type { UNICODE_STRING } from './structs/rtl.ts';
import { utf16Bytes } from './user-memory.ts';
import { commit, findFreeRange, type Memory, makeVad } from './virtual-memory.ts';

export interface ProcessParameters {
  readonly imagePath: string;
  readonly commandLine: string;
  readonly currentDirectory: string;
  readonly dllPath: string;
  readonly environment: Readonly<Record<string, string>> | undefined;
  readonly handles: readonly [number, number, number];
}

const defaultEnvironment: Readonly<Record<string, string>> = {
  ALLUSERSPROFILE: 'C:\\ProgramData',
  COMPUTERNAME: 'GLASS',
  ComSpec: 'C:\\Windows\\system32\\cmd.exe',
  NUMBER_OF_PROCESSORS: '1',
  OS: 'Windows_NT',
  Path: 'C:\\Windows\\system32;C:\\Windows',
  PATHEXT: '.COM;.EXE;.BAT;.CMD',
  PROCESSOR_ARCHITECTURE: 'x86',
  SystemDrive: 'C:',
  SystemRoot: 'C:\\Windows',
  TEMP: 'C:\\Windows\\Temp',
  TMP: 'C:\\Windows\\Temp',
  USERNAME: 'reader',
  windir: 'C:\\Windows',
};

/** A committed region of private memory with these bytes' size. */
function userRegion(v: Memory, size: number, at?: number): number {
  const whole = Math.ceil(size / PAGE_SIZE) * PAGE_SIZE;
  const base = at ?? findFreeRange(v, whole) ?? 0;
  makeVad(v, base, base + whole - 1, MM_READWRITE);
  commit(v, base, base + whole - 1, MM_READWRITE);
  return base;
}

function environmentBlock(environment: Readonly<Record<string, string>>): Uint8Array {
  const names = Object.keys(environment).sort((a, b) => (a.toUpperCase() < b.toUpperCase() ? -1 : 1));
  return utf16Bytes(`${names.map((name) => `${name}=${environment[name]}\0`).join('')}\0`);
}

/** RTL_USER_PROCESS_PARAMETERS with its strings behind it, normalised, and the environment in a region of its own. */
export function createProcessParameters(v: Memory, p: ProcessParameters): number {
  const block = environmentBlock({
    ...defaultEnvironment,
    NUMBER_OF_PROCESSORS: String(v.m.processors.length),
    ...p.environment,
  });
  const environmentAt = userRegion(v, block.length);
  v.space.setBytes(environmentAt, block);
  const texts = [p.currentDirectory, p.dllPath, p.imagePath, p.commandLine, p.imagePath, 'Winsta0\\Default'];
  const length = RTL_USER_PROCESS_PARAMETERS.size + texts.reduce((sum, text) => sum + text.length * 2 + 2, 0) + 520;
  const at = userRegion(v, length);
  const parameters = RTL_USER_PROCESS_PARAMETERS.at(v.space, at);
  let end = at + RTL_USER_PROCESS_PARAMETERS.size;
  const put = (string: UNICODE_STRING, text: string, maximum = text.length * 2 + 2): void => {
    string.Length = text.length * 2;
    string.MaximumLength = maximum;
    string.Buffer = end;
    v.space.setBytes(end, utf16Bytes(`${text}\0`));
    end += maximum;
  };
  parameters.MaximumLength = length;
  parameters.Length = length;
  parameters.Flags = 1;
  [parameters.StandardInput, parameters.StandardOutput, parameters.StandardError] = p.handles;
  parameters.ConsoleHandle = p.handles[0];
  put(parameters.CurrentDirectory.DosPath, p.currentDirectory, 520);
  put(parameters.DllPath, p.dllPath);
  put(parameters.ImagePathName, p.imagePath);
  put(parameters.CommandLine, p.commandLine);
  put(parameters.WindowTitle, p.imagePath);
  put(parameters.DesktopInfo, 'Winsta0\\Default');
  parameters.Environment = environmentAt;
  parameters.EnvironmentSize = block.length;
  parameters.ShowWindowFlags = 1;
  return at;
}

/** Where and with what the PEB is made. */
export interface PebSetup {
  readonly at: number;
  readonly exe: MappedImage;
  readonly parameters: number;
  readonly debugged: boolean;
  readonly processors: number;
}

/** Fills the PEB (MmCreatePeb) and returns its address. */
export function createPeb(v: Memory, setup: PebSetup): number {
  const { image, base } = setup.exe;
  userRegion(v, PAGE_SIZE, setup.at);
  const peb = PEB.at(v.space, setup.at);
  peb.BeingDebugged = setup.debugged ? 1 : 0;
  peb.IsImageDynamicallyRelocated = setup.exe.atItsBase ? 0 : 1;
  peb.Mutant = 0xffffffff;
  peb.ImageBaseAddress = base;
  peb.ProcessParameters = setup.parameters;
  peb.NumberOfProcessors = setup.processors;
  peb.NtGlobalFlag = setup.debugged ? 0x70 : 0;
  peb.CriticalSectionTimeout.QuadPart = -25_920_000_000_000n;
  peb.HeapSegmentReserve = 0x100000;
  peb.HeapSegmentCommit = 0x2000;
  peb.HeapDeCommitTotalFreeThreshold = 0x10000;
  peb.HeapDeCommitFreeBlockThreshold = 0x1000;
  peb.OSMajorVersion = 6;
  peb.OSMinorVersion = 1;
  peb.OSBuildNumber = 7601;
  peb.OSCSDVersion = 0x100;
  peb.OSPlatformId = 2;
  peb.ImageSubsystem = image.subsystem;
  peb.ImageSubsystemMajorVersion = image.subsystemMajor;
  peb.ImageSubsystemMinorVersion = image.subsystemMinor;
  peb.ActiveProcessAffinityMask = 2 ** setup.processors - 1;
  peb.SessionId = 1;
  return setup.at;
}
