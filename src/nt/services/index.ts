/**
 * The service table: all families, by number. ntdll's stubs and prototypes are written from it.
 */
import { assert } from '../../machine/assert.ts';
import { apcServices } from './apc.ts';
import { consoleServices } from './console-control.ts';
import { controlServices } from './control.ts';
import { directoryServices } from './directory.ts';
import { fileServices } from './file.ts';
import { fileInformationServices } from './file-information.ts';
import { memoryServices } from './memory.ts';
import { objectServices } from './object.ts';
import { processServices } from './process.ts';
import { sectionServices } from './section.ts';
import type { Service } from './service.ts';
import { systemServices } from './system.ts';
import { threadServices } from './thread.ts';
import { timerServices } from './timer.ts';
import { waitServices } from './wait.ts';

export { statusHeaderText, statusRowsText } from '../ntstatus.ts';

/** Windows 7 SP1 x86 has services 0 to 190h. */
export const SERVICE_COUNT = 401;

/** All services that are here. */
export const services: readonly Service[] = [
  ...memoryServices,
  ...processServices,
  ...threadServices,
  ...apcServices,
  ...controlServices,
  ...systemServices,
  ...objectServices,
  ...waitServices,
  ...timerServices,
  ...fileServices,
  ...fileInformationServices,
  ...directoryServices,
  ...consoleServices,
  ...sectionServices,
];

const byNumber = new Map<number, Service>();
for (const each of services) {
  assert(each.number < SERVICE_COUNT && !byNumber.has(each.number), `${each.name} has a number of its own`);
  byNumber.set(each.number, each);
}

/** The service with this number, or undefined. */
export function serviceOf(number: number): Service | undefined {
  return byNumber.get(number);
}

/**
 * C text of ntdll's stubs: number into EAX, the address of SharedUserData.SystemCall into EDX, call through it, return and drop
 * the arguments.
 */
export function stubsText(): string {
  return services
    .map((each) => {
      const parameters = each.argumentNames.map((name, i) => `${each.argumentTypes[i]} ${name}`).join(', ') || 'void';
      const bytes = each.argumentNames.length * 4;
      return (
        `__declspec(dllexport) __declspec(naked) NTSTATUS __stdcall ${each.name}(${parameters})\n{\n    __asm {\n` +
        `        mov eax, 0${each.number.toString(16).toUpperCase()}h\n        mov edx, 7FFE0300h\n        call dword ptr [edx]\n` +
        `        ret${bytes === 0 ? '' : ` ${bytes}`}\n    }\n}\n`
      );
    })
    .join('\n');
}

/** C prototypes of all services, for the internal header. */
export function prototypesText(): string {
  return services
    .map((each) => {
      const parameters = each.argumentNames.map((name, i) => `${each.argumentTypes[i]} ${name}`).join(', ') || 'void';
      return `NTSYSAPI NTSTATUS NTAPI ${each.name}(${parameters});\n`;
    })
    .join('');
}
