/** Numbers and columns as WinDbg prints them. */

/** Eight hexadecimal digits. */
export function hex8(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

export function hex4(value: number): string {
  return (value & 0xffff).toString(16).padStart(4, '0');
}

export function hex2(value: number): string {
  return (value & 0xff).toString(16).padStart(2, '0');
}

/** The shortest hexadecimal form, without prefix. */
export function hex(value: number): string {
  return (value >>> 0).toString(16);
}

/** "0x003c0000" */
export function pointerText(value: number): string {
  return `0x${hex8(value)}`;
}

/** A 64-bit value with WinDbg's grave accent in the middle. */
export function hex64(value: bigint): string {
  const digits = BigInt.asUintN(64, value).toString(16).padStart(16, '0');
  return `${digits.slice(0, 8)}\`${digits.slice(8)}`;
}

/** The byte as a character, or a dot where it can't be shown. */
export function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}
