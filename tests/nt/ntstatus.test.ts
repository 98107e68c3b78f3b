import { expect, test } from 'vitest';
import { ntSuccess, STATUS, statusHeaderText, statusName, win32Error } from '../../src/nt/ntstatus.ts';

test('a status has one name and one code', () => {
  const codes = Object.values(STATUS);
  expect(new Set(codes).size).toBe(codes.length);
  expect(statusName(STATUS.STATUS_ACCESS_VIOLATION)).toBe('STATUS_ACCESS_VIOLATION');
  expect(statusName(0xc0ffee00)).toBe('0xC0FFEE00');
});

test('a status becomes the Win32 error that programs know', () => {
  expect(win32Error(STATUS.STATUS_INVALID_HANDLE)).toBe(6);
  expect(win32Error(STATUS.STATUS_MUTANT_NOT_OWNED)).toBe(288);
  expect(win32Error(STATUS.STATUS_SEMAPHORE_LIMIT_EXCEEDED)).toBe(298);
  expect(win32Error(0xc0ffee00)).toBe(317);
});

test('informational codes are successes, warnings and errors are not', () => {
  expect(ntSuccess(STATUS.STATUS_IMAGE_NOT_AT_BASE)).toBe(true);
  expect(ntSuccess(STATUS.STATUS_BUFFER_OVERFLOW)).toBe(false);
});

test('the header defines each status once', () => {
  expect(statusHeaderText()).toContain('#define STATUS_NO_MEMORY ((NTSTATUS)0xC0000017L)\n');
});
